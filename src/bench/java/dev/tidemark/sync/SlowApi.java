package dev.tidemark.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API whose every response takes the same time, however many requests are made at once. */
final class SlowApi implements AutoCloseable {

    static {
        // Otherwise a response waits 40 ms for the client to acknowledge its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong first = new AtomicLong();

    /** The records of a request, as JSON objects. */
    interface Page {
        Stream<String> records(String path, Map<String, String> query);
    }

    SlowApi(Duration latency, Page page) throws IOException {
        server.createContext("/", exchange -> {
            long now = System.nanoTime();
            first.compareAndSet(0, now);
            requests.incrementAndGet();
            // A response that cannot be made is missed by the client.
            ScheduledFuture<?> unused =
                    threads.schedule(() -> respond(exchange, page), latency.toNanos(), TimeUnit.NANOSECONDS);
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int requests() {
        return requests.get();
    }

    /** {@link System#nanoTime()} of the first request since the last {@link #reset()}. */
    long first() {
        return first.get();
    }

    void reset() {
        requests.set(0);
        first.set(0);
    }

    private static void respond(HttpExchange exchange, Page page) {
        String query = exchange.getRequestURI().getQuery();
        Map<String, String> parameters = query == null
                ? Map.of()
                : Stream.of(query.split("&", -1))
                        .collect(Collectors.toMap(
                                each -> each.replaceFirst("=.*", ""), each -> each.replaceFirst("[^=]*=", "")));
        byte[] body = page.records(exchange.getRequestURI().getPath(), parameters)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
