package dev.tidemark.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API on 127.0.0.1 that responds to each query as the test says. */
public final class FakeApi implements AutoCloseable {

    private final HttpServer server;
    private final List<String> queries = new CopyOnWriteArrayList<>();

    /** @param responses the body of a response by the request's query, decoded */
    public FakeApi(Function<String, String> responses) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            queries.add(query);
            byte[] body = responses.apply(query).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Records 1 to a number, a second apart; it responds with those after the cursor. */
    public static FakeApi ofRecords(int count) throws IOException {
        return new FakeApi(query -> {
            String since = query.replaceFirst("^since=", "");
            return IntStream.rangeClosed(1, count)
                    .mapToObj(id -> String.format("{\"id\":%d,\"updatedAt\":\"2024-01-15T10:00:%02dZ\"}", id, id))
                    .filter(record -> record.replaceFirst(".*\"updatedAt\":\"(.*)\"}", "$1")
                                    .compareTo(since)
                            > 0)
                    .collect(Collectors.joining(",", "{\"data\":[", "]}"));
        });
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/records";
    }

    /** What was asked, in order. */
    public List<String> queries() {
        return queries;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
