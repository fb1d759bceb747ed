package dev.tidemark.playground;

import java.util.Map;

/** A request that gets a response with an error status and {@code {"error": message}}. */
final class Refusal extends RuntimeException {

    private final int status;
    private final transient Map<String, String> headers;

    Refusal(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, message, Map.of());
    }

    String message() {
        return String.valueOf(getMessage());
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
