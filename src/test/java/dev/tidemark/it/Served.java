package dev.tidemark.it;

import dev.tidemark.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running program serves of itself. */
final class Served {

    private static final Pattern ADDRESS = Pattern.compile("status, health and metrics: (http://\\S+)/");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private Served(String address) {
        this.address = address;
    }

    /** Waits until the program has said where. */
    static Served by(Program program) throws Exception {
        Eventually.await("an address of the status", PATIENCE, () -> ADDRESS.matcher(program.err())
                .find());
        Matcher matcher = ADDRESS.matcher(program.err());
        if (!matcher.find()) {
            throw new AssertionError(program.err());
        }
        return new Served(matcher.group(1));
    }

    String address() {
        return address;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask("GET", path);
    }

    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
