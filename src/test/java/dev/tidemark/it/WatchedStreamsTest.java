package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.TestApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thirty streams in one file. */
final class WatchedStreamsTest {

    private static final int STREAMS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TEMPLATE =
            """
            - routeTemplate:
                id: api
                parameters:
                  - name: stream
                  - name: path
                  - name: period
                    defaultValue: 1h
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: "api-{{stream}}"
                    url: "URL{{path}}"
                    period: "{{period}}"
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{stream}}"
            """;

    /** The path of each stream. */
    private final Map<String, String> streams = new TreeMap<>();

    private final TestApi api = TestApi.parallel(request -> request.path().equals("/broken")
            ? TestApi.Response.text(404, "{}")
            : TestApi.Response.of(Map.of("data", List.of(Map.of("id", 1, "updatedAt", "2024-01-01T00:00:00Z")))));

    WatchedStreamsTest() {
        IntStream.rangeClosed(1, STREAMS).forEach(i -> streams.put(String.format("s%02d", i), "/s" + i));
    }

    private String file() {
        StringBuilder file = new StringBuilder(TEMPLATE.replace("URL", api.url("")));
        streams.forEach((stream, path) -> file.append(
                """
                - templatedRoute:
                    routeTemplateRef: api
                    parameters:
                      - {name: stream, value: %s}
                      - {name: path, value: %s}
                """
                        .formatted(stream, path)));
        return file.toString();
    }

    @Test
    void commandsKnowEachByItsName(@TempDir Path directory) throws Exception {
        Workplace workplace = new Workplace(directory);
        streams.put("s17", "/broken");
        workplace.route("api.yaml", file());

        assertThat(workplace.call("check").expect(0).out()).startsWith("30 sources OK");
        List<JsonNode> results = workplace.call("sync", "--json").expect(1).json();
        assertThat(results).hasSize(STREAMS).allMatch(result -> result.get("status")
                .textValue()
                .equals(result.get("source").textValue().equals("api-s17") ? "failed" : "ok"));
        List<JsonNode> status = workplace.call("status", "--json").expect(0).json();
        assertThat(status)
                .extracting(each -> each.get("source").textValue())
                .containsExactlyElementsOf(
                        streams.keySet().stream().map(stream -> "api-" + stream).toList());
        api.close();
    }

    @Test
    @Timeout(300)
    void aChangedAnAddedAndARemovedStreamDoNotDisturbTheOthers(@TempDir Path directory) throws Exception {
        Workplace workplace = new Workplace(directory);
        workplace.route("api.yaml", file());
        try (LogLines log = new LogLines()) {
            Thread program = new Thread(() -> workplace.call("run", "--watch"));
            program.start();
            try {
                awaitSyncs(log, STREAMS);
                String before = address(log);
                assertThat(names(before)).hasSize(STREAMS).contains("api-s03", "api-s07");

                streams.put("s03", "/other");
                streams.remove("s07");
                streams.put("s31", "/s31");
                workplace.route("api.yaml", "# One more line, so that all others move.\n" + file());

                Eventually.await("the log", PATIENCE, () -> log.all().stream()
                        .anyMatch(line -> line.endsWith(
                                "api.yaml: changed; running: api-s03, api-s31; stopped: api-s07; 28 unchanged")));
                awaitSyncs(log, STREAMS + 2);
                assertThat(names(before))
                        .hasSize(STREAMS)
                        .contains("api-s03", "api-s31")
                        .doesNotContain("api-s07");
                streams.put("s05", "");
                workplace.route("api.yaml", file().replace("value: /s9}", "value: }"));
                Eventually.await("the mistake", PATIENCE, () -> log.all().stream()
                        .anyMatch(line -> line.contains("keep running as before")));
                assertThat(synced(log)).hasSize(STREAMS + 2);
                assertThat(synced(log).stream().distinct()).hasSize(STREAMS + 1);
                assertThat(api.requests()).anyMatch(request -> request.path().equals("/other"));
            } finally {
                program.interrupt();
                program.join();
                api.close();
            }
        }
    }

    private static void awaitSyncs(LogLines log, int count) throws Exception {
        Eventually.await(count + " syncs", PATIENCE, () -> synced(log).size() >= count);
    }

    private static List<String> synced(LogLines log) {
        return log.all().stream()
                .filter(line -> line.matches("INFO api-s\\d+: ok, .*"))
                .map(line -> line.substring(5, 12))
                .toList();
    }

    private static String address(LogLines log) {
        return log.all().stream()
                .filter(line -> line.contains("status, health and metrics: "))
                .map(line -> line.substring(line.indexOf("http")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(String address) throws Exception {
        JsonNode page = new ObjectMapper()
                .readTree(URI.create(address.replaceFirst("/$", "") + "/observe/status")
                        .toURL());
        return page.findValuesAsText("source");
    }
}
