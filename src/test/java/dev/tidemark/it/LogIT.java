package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log as JSON. */
final class LogIT {

    private static final String STEPS =
            """
                  steps:
                    - log: {message: on the timer, loggingLevel: WARN}
                    - threads: {poolSize: 2, threadName: elsewhere}
                    - log: {message: on another, loggingLevel: WARN}
            """;

    @Test
    void everyLineOfASyncNamesItsSourceAndTheSyncWhateverThreadItIsFrom(@TempDir Path directory) throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0));
                FakeApi refusing = FakeApi.answering(404, "application/json", "{}")) {
            Workplace workplace = new Workplace(directory)
                    .javaOptions("-Dtidemark.log.format=json")
                    .route(
                            "broken.yaml",
                            UserSource.of("broken", refusing.url()).toString())
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .toString()
                                    .replace("      steps:\n", STEPS));

            List<JsonNode> lines = new ArrayList<>();
            for (String line : workplace.run("sync").expect(1).err().lines().toList()) {
                lines.add(new JsonMapper().readTree(line));
            }

            List<JsonNode> users = of("users", lines);
            assertThat(users)
                    .extracting(line -> line.get("message").textValue())
                    .contains("on the timer", "on another")
                    .anyMatch(message -> message.startsWith("users: ok"));
            assertThat(users).extracting(line -> line.path("sync").textValue()).doesNotContainNull();
            assertThat(users.stream().map(line -> line.get("sync")).distinct()).hasSize(1);
            assertThat(users)
                    .anyMatch(
                            line -> line.get("process.thread.name").textValue().contains("elsewhere"));
            assertThat(of("broken", lines))
                    .hasSize(1)
                    .allMatch(line -> line.get("log.level").textValue().equals("ERROR"));
            assertThat(lines).allMatch(line -> line.has("source"));
            try (UserTable table = new UserTable(workplace.embedded())) {
                assertThat(table.number("select count(*) from tidemark_syncs where id = '"
                                + users.get(0).get("sync").textValue() + "'"))
                        .isEqualTo(1);
            }
        }
    }

    private static List<JsonNode> of(String source, List<JsonNode> lines) {
        return lines.stream()
                .filter(line -> source.equals(line.path("source").textValue()))
                .toList();
    }
}
