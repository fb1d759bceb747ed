package dev.tidemark.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API on 127.0.0.1 that responds as badly as a test wants, and remembers what it was asked. */
final class FakeApi implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    FakeApi(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** One that always sends the same response. */
    static FakeApi responding(int status, String contentType, String body) throws IOException {
        return new FakeApi(exchange -> respond(exchange, status, contentType, body));
    }

    /** One that takes requests and never responds. */
    static FakeApi silent() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        return new FakeApi(exchange -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static void respond(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The query of each request so far. */
    List<String> queries() {
        return queries;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
