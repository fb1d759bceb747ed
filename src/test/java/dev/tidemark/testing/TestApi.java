package dev.tidemark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server on 127.0.0.1 that responds as a test says, keeps what it was asked, and is as strict as strict servers are: 400 to
 * a character that must be encoded (the JDK's server sees to that), to a space sent as a plus sign, and to what the test's
 * own service refuses.
 */
public final class TestApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    static {
        // Otherwise a response's body waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String scheme;
    private final HttpServer server;
    private final @Nullable ExecutorService threads;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What a test's API does. */
    public interface Service {
        Response respond(Request request);
    }

    /**
     * What was asked.
     *
     * @param query as it came
     * @param parameters decoded
     * @param headers by names in any case
     */
    public record Request(
            String method,
            String path,
            String query,
            Map<String, String> parameters,
            Map<String, List<String>> headers,
            String body) {

        /** A header, or "" when it is not there. */
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        /** @throws IllegalArgumentException when there is no such parameter, which gets status 400 */
        public String get(String parameter) {
            String value = parameters.get(parameter);
            if (value == null) {
                throw new IllegalArgumentException("no " + parameter);
            }
            return value;
        }

        public int number(String parameter, int otherwise) {
            String value = parameters.get(parameter);
            return value == null ? otherwise : Integer.parseInt(value);
        }
    }

    /** A response. */
    public record Response(int status, String body, Map<String, List<String>> headers) {

        /** 200, with a JSON document. */
        public static Response of(Object document) {
            return text(200, json(document));
        }

        public static Response text(int status, String body) {
            return new Response(status, body, Map.of("Content-Type", List.of("application/json")));
        }

        public Response with(String header, String... values) {
            Map<String, List<String>> all = new LinkedHashMap<>(headers);
            all.put(header, List.of(values));
            return new Response(status, body, all);
        }
    }

    public TestApi(Service service) {
        this(service, null);
    }

    /** One that responds to several requests at a time. */
    public static TestApi parallel(Service service) {
        return new TestApi(service, null, Executors.newCachedThreadPool());
    }

    /** @param tls by which it speaks HTTPS, and demands a certificate of its clients when they are to be known by one */
    public TestApi(Service service, @Nullable HttpsConfigurator tls) {
        this(service, tls, null);
    }

    private TestApi(Service service, @Nullable HttpsConfigurator tls, @Nullable ExecutorService threads) {
        this.threads = threads;
        this.scheme = tls == null ? "http" : "https";
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(tls);
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Request request = request(exchange);
            requests.add(request);
            Response response;
            try {
                response = request.query().contains("+") ? Response.text(400, "{}") : service.respond(request);
            } catch (RuntimeException e) {
                response = Response.text(400, json(Map.of("error", e.toString())));
            }
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().putAll(response.headers());
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** The address of a path here. */
    public String url(String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What was asked last. */
    public Request last() {
        return requests.get(requests.size() - 1);
    }

    /** Forgets what was asked. */
    public void forget() {
        requests.clear();
    }

    public static String json(@Nullable Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String raw = exchange.getRequestURI().getRawQuery();
        String query = raw == null ? "" : raw;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (!pair.isEmpty()) {
                parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        return new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), query, parameters, headers, body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
