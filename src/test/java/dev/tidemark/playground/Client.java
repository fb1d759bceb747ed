package dev.tidemark.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks a playground over HTTP. */
final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    Client(Playground playground) {
        this.url = playground.url();
    }

    Reply get(String pathOrUrl, String... headers) throws IOException, InterruptedException {
        return send("GET", pathOrUrl, "", headers);
    }

    Reply post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    Reply send(String method, String pathOrUrl, String body, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create(pathOrUrl.startsWith("/") ? url + pathOrUrl : pathOrUrl);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }

    /** A status, a body and what the body holds. */
    record Reply(int status, String text, HttpResponse<String> response) {

        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }

        String error() throws IOException {
            return json().path("error").asText();
        }

        List<JsonNode> data() throws IOException {
            JsonNode data = json().path("data");
            if (!data.isArray()) {
                throw new AssertionError("no data in: " + text);
            }
            return StreamSupport.stream(data.spliterator(), false).toList();
        }

        /** One field of every record, as text. */
        List<String> values(String field) throws IOException {
            return data().stream().map(record -> record.path(field).asText()).toList();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }
}
