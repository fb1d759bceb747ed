package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint for a request and sends its response, or its refusal, as JSON over HTTP. */
final class Router implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    // Without AUTO_CLOSE_JSON_CONTENT, a response that fails half way cannot look complete.
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

    /** A segment of a path that a route declares as {@code {id}}. */
    private static final Pattern NUMBER = Pattern.compile("(?<=/)[0-9]+(?=/)");

    private final Map<String, Route> routes = new HashMap<>();
    private final Delay delay;
    private final @Nullable RateLimit rateLimit;

    Router(List<Route> routes, Delay delay, @Nullable RateLimit rateLimit) {
        routes.forEach(route -> this.routes.put(route.path(), route));
        this.delay = delay;
        this.rateLimit = rateLimit;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            delay.await();
            respond(exchange);
        } catch (IOException e) {
            // Clients may disconnect at any time.
            LOG.debug("The client disconnected before the end of {}: {}", exchange.getRequestURI(), e.toString());
        } catch (InterruptedException e) {
            LOG.debug("Stopped during the delay of {}", exchange.getRequestURI(), e);
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The response to {} failed half way", exchange.getRequestURI(), e);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        Response response;
        try {
            if (rateLimit != null) {
                rateLimit.take(exchange.getResponseHeaders());
            }
            response = responseTo(exchange);
        } catch (Refusal refusal) {
            refusal.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, refusal.status(), error(refusal.message()));
            return;
        } catch (RuntimeException e) {
            LOG.error("The response to {} failed", exchange.getRequestURI(), e);
            send(exchange, 500, error("internal error"));
            return;
        }
        send(exchange, 200, response);
    }

    private Response responseTo(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Route route = routes.getOrDefault(path, routes.get(NUMBER.matcher(path).replaceAll("{id}")));
        if (route == null) {
            throw new Refusal(404, "unknown path " + path, Map.of());
        }
        String method = exchange.getRequestMethod();
        if (!route.method().equals(method)) {
            throw new Refusal(
                    405,
                    path + " supports only" + " " + route.method() + ", not " + method,
                    Map.of("Allow", route.method()));
        }
        QueryParameters query = QueryParameters.parse(exchange.getRequestURI().getRawQuery(), route.parameters());
        return route.endpoint().respond(new Call(exchange, query));
    }

    private static void send(HttpExchange exchange, int status, Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, 0);
        try (JsonGenerator json = JSON.createGenerator(exchange.getResponseBody())) {
            response.writeTo(json);
        }
    }

    private static Response error(String message) {
        return json -> {
            json.writeStartObject();
            json.writeStringField("error", message);
            json.writeEndObject();
        };
    }
}
