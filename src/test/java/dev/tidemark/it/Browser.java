package dev.tidemark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, steered through its DevTools protocol. Used by one thread. */
final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/\\s]+)/");

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> responses = new LinkedBlockingQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private int calls;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
    }

    /** The program, if this machine has it. */
    static Optional<Path> program() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one that keeps its files in that folder. */
    static Browser start(Path program, Path folder) throws Exception {
        Path log = folder.resolve("chromium.log");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--remote-debugging-address=127.0.0.1",
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Eventually.await("a browser that listens", PATIENCE, () -> LISTENING
                    .matcher(Files.readString(log))
                    .find());
            Matcher matcher = LISTENING.matcher(Files.readString(log));
            if (!matcher.find()) {
                throw new IllegalStateException("no address in " + log);
            }
            Browser browser = new Browser(process, page(matcher.group(1)));
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.call(domain + ".enable", Map.of());
            }
            return browser;
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static URI page(String address) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://" + address + "/json/list"))
                .build();
        String pages =
                HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
        for (JsonNode page : JSON.readTree(pages)) {
            if (page.get("type").textValue().equals("page")) {
                return URI.create(page.get("webSocketDebuggerUrl").textValue());
            }
        }
        throw new IllegalStateException("the browser has no page: " + pages);
    }

    /** How the next page is seen. */
    void look(int width, int height, String scheme) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void open(String address) throws Exception {
        call("Page.navigate", Map.of("url", address));
    }

    /** What an expression is in the page; null when it is undefined. */
    @Nullable
    JsonNode evaluate(String expression) throws Exception {
        return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .at("/result")
                .get("value");
    }

    /** Waits until an expression is true in the page. */
    void await(String expression) throws Exception {
        Eventually.await(expression, PATIENCE, () -> {
            JsonNode value = evaluate(expression);
            return value != null && value.asBoolean();
        });
    }

    void screenshot(Path file) throws Exception {
        JsonNode shot = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").textValue()));
    }

    /** What the browser did not like, such as a violation of the page's policy or a file that is not there. */
    List<String> complaints() {
        return complaints;
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        calls++;
        socket.sendText(JSON.writeValueAsString(Map.of("id", calls, "method", method, "params", parameters)), true)
                .join();
        while (true) {
            JsonNode response = responses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("the browser does not respond to " + method);
            }
            if (response.get("id").intValue() == calls) {
                if (response.has("error")) {
                    throw new AssertionError(method + ": " + response.get("error"));
                }
                return response.get("result");
            }
        }
    }

    private void heard(JsonNode message) {
        if (message.has("id")) {
            responses.add(message);
            return;
        }
        String event = message.path("method").asText();
        if (event.equals("Log.entryAdded") || event.equals("Runtime.exceptionThrown")) {
            complaints.add(message.get("params").toString());
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    heard(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add("no JSON: " + text);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
