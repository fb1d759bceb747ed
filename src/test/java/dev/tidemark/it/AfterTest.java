package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} with sources that follow each other: alpha after beta after gamma, and delta by itself. */
final class AfterTest {

    private static final String TEMPLATE =
            """
            - routeTemplate:
                id: followers
                parameters:
                  - name: name
                  - name: parent
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters: {source: "{{name}}", url: "API/{{name}}", after: "{{parent}}"}
                  steps:
                    - to: {uri: kamelet:jdbc-upsert-sink, parameters: {table: "{{name}}"}}
            - templatedRoute:
                routeId: beta
                routeTemplateRef: followers
                parameters:
                  - {name: name, value: beta}
                  - {name: parent, value: gamma}
            """;

    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final TestApi api =
            TestApi.parallel(request -> failing.contains(request.path().substring(1))
                    ? Response.text(404, "{}")
                    : Response.of(Map.of("data", List.of(Map.of("id", 1, "updatedAt", "2024-01-01T00:00:00Z")))));

    private Workplace workplace;

    @BeforeEach
    void routes(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory)
                .set("tidemark.maxConcurrentSyncs", "1")
                .route("alpha.yaml", source("alpha").with("after", "beta").toString())
                .route("beta.yaml", TEMPLATE.replace("API", api.url("")))
                .route("delta.yaml", source("delta").toString())
                .route("gamma.yaml", source("gamma").toString());
    }

    @AfterEach
    void close() {
        api.close();
    }

    private SourceYaml source(String name) {
        return new SourceYaml("timestamp", name).with("url", api.url("/" + name));
    }

    @Test
    void eachStartsWhenTheOneThatItFollowsHasSucceeded() throws Exception {
        List<JsonNode> results = workplace.call("sync", "--json").expect(0).json();

        assertThat(results)
                .extracting(each -> each.get("source").textValue())
                .containsExactly("alpha", "beta", "delta", "gamma");
        assertThat(asked()).containsSubsequence("gamma", "beta", "alpha").contains("delta");
    }

    @Test
    void whatFollowsAFailedSourceIsNotStartedAndTheReasonIsGiven() throws Exception {
        failing.add("gamma");

        Ended end = workplace.call("sync", "--json").expect(1);

        assertThat(asked()).containsOnly("gamma", "delta");
        List<JsonNode> results = end.json();
        assertThat(results).hasSize(4);
        assertThat(field(results, "delta", "status")).isEqualTo("ok");
        assertThat(field(results, "gamma", "status")).isEqualTo("failed");
        assertThat(field(results, "beta", "status")).isEqualTo("stopped");
        assertThat(field(results, "beta", "error"))
                .isEqualTo("not started: it follows the source `gamma`, which failed");
        assertThat(field(results, "alpha", "status")).isEqualTo("stopped");
        assertThat(field(results, "alpha", "error"))
                .isEqualTo("not started: it follows the source `beta`, which was not started");
        assertThat(workplace.call("sync").expect(1).out())
                .contains("beta: not started: it follows the source `gamma`, which failed");
        assertThat(workplace.call("status", "beta").expect(0).out())
                .as("it is not in the history")
                .containsPattern("beta +timestamp +never ");
    }

    @Test
    void aSourceStartsAtOnceWhenTheOneThatItFollowsIsNotNamed() throws Exception {
        failing.add("gamma");

        workplace.call("sync", "alpha", "beta").expect(0);

        assertThat(asked()).containsSubsequence("beta", "alpha").doesNotContain("gamma");
    }

    @Test
    void statusShowsWhatDecidesWhenASourceRuns() throws Exception {
        workplace
                .route(
                        "gamma.yaml",
                        source("gamma")
                                .with("schedule", "0 15 2 * * *")
                                .with("scheduleZone", "Europe/Berlin")
                                .toString())
                .call("sync")
                .expect(0);

        String status = workplace.call("status").expect(0).out();
        assertThat(status.lines())
                .anyMatch(line -> line.matches("alpha .* after beta *"))
                .anyMatch(line -> line.matches("delta .* every 1m +20\\S+Z *"))
                .anyMatch(line -> line.matches("gamma .* 0 15 2 \\* \\* \\* Europe/Berlin +20\\S+T0[01]:15:00Z *"));
        JsonNode alpha = workplace.call("status", "--json", "alpha").expect(0).result();
        assertThat(alpha.get("runs").textValue()).isEqualTo("after beta");
        assertThat(alpha.get("nextRun").isNull()).isTrue();
    }

    private static String field(List<JsonNode> results, String source, String field) {
        return results.stream()
                .filter(each -> each.get("source").textValue().equals(source))
                .map(each -> each.get(field).textValue())
                .findFirst()
                .orElse("");
    }

    /** The sources in the order of their first requests. */
    private List<String> asked() {
        List<String> asked = new ArrayList<>();
        api.requests().forEach(request -> asked.add(request.path().substring(1)));
        return asked;
    }
}
