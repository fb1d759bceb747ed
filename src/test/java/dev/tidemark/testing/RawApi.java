package dev.tidemark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An API on 127.0.0.1 made of bare sockets, for responses that no HTTP server would give. One request a connection. */
public final class RawApi implements AutoCloseable {

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is done with a connection once its request was read. */
    public interface Reply {
        void give(Call call) throws IOException, InterruptedException;
    }

    /** A request, and the way back. */
    public final class Call {

        private final Socket socket;
        private final int number;
        private final String head;

        Call(Socket socket, int number, String head) {
            this.socket = socket;
            this.number = number;
            this.head = head;
        }

        /** Which request of all it is, from 1. */
        public int number() {
            return number;
        }

        /** What is between the method and the version. */
        public String target() {
            return head.split(" ", 3)[1];
        }

        /** The request line and the headers. */
        public String head() {
            return head;
        }

        public Call send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        public Call send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A whole response of JSON. */
        public void respond(String status, String headers, byte[] body) throws IOException {
            send("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + body.length + "\r\n\r\n");
            send(body);
        }

        public void respond(String status, String headers, String body) throws IOException {
            respond(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        /** Keeps the connection open and silent until the API is closed. */
        public void hang() throws InterruptedException {
            closed.await();
        }

        /** The same text again and again, with a pause between, until the other side or the API is gone. */
        public void drip(String text, int millis) throws IOException, InterruptedException {
            do {
                send(text);
            } while (!closed.await(millis, TimeUnit.MILLISECONDS));
        }

        /** Passes on what either side sends, until one of them is gone. */
        public void tunnel(String host, int port) throws IOException {
            try (Socket other = new Socket(host, port)) {
                send("HTTP/1.1 200 Connected\r\n\r\n");
                threads.execute(() -> pass(other, socket));
                pass(socket, other);
            }
        }

        /** Closes with a reset instead of an end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    public RawApi(Reply reply) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> accept(reply));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/records";
    }

    /** How many requests came. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        threads.shutdownNow();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Reply reply) {
        while (closed.getCount() > 0) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket, reply));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Reply reply) {
        try (socket) {
            String head = head(socket.getInputStream());
            if (!head.isEmpty()) {
                reply.give(new Call(socket, requests.incrementAndGet(), head));
                end(socket);
            }
        } catch (IOException e) {
            // The other side has gone, which it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone, which it may.
        }
    }

    /** An end, not a reset: what was sent is read by the other side. */
    private static void end(Socket socket) throws IOException {
        if (!socket.isClosed()) {
            OutputStream out = socket.getOutputStream();
            out.flush();
            socket.shutdownOutput();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int each = in.read(); each >= 0; each = in.read()) {
            head.append((char) each);
            if (head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }
}
