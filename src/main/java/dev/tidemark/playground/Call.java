package dev.tidemark.playground;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request to an endpoint: its validated parameters, headers and body. */
final class Call {

    private static final int MAX_BODY = 65_536;
    private static final Pattern PATH_NUMBER = Pattern.compile("/([0-9]{1,9})/");

    private final HttpExchange exchange;
    private final QueryParameters query;

    Call(HttpExchange exchange, QueryParameters query) {
        this.exchange = exchange;
        this.query = query;
    }

    QueryParameters query() {
        return query;
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    byte[] body() throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Refusal(413, "the body must not exceed " + MAX_BODY + " bytes", Map.of());
        }
        return body;
    }

    /** The number in the requested path; 0, which is not an id, when it has more than nine digits. */
    int pathNumber() {
        Matcher number = PATH_NUMBER.matcher(exchange.getRequestURI().getPath());
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    /** The address of the requested path, with the host name that the client used. */
    String url() {
        String host = header("Host");
        if (host == null || !host.matches("[A-Za-z0-9.\\-\\[\\]:]+")) {
            host = "127.0.0.1:" + exchange.getLocalAddress().getPort();
        }
        return "http://" + host + exchange.getRequestURI().getPath();
    }
}
