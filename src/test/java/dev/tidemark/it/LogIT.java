package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log: what is in it, and its form. */
final class LogIT {

    private static final String STEPS =
            """
                  steps:
                    - log: {message: on the way, loggingLevel: WARN}
            """;

    private static final String TELLING =
            """
                  steps:
                    - log: {message: "step: ${body.size} users"}
                    - log: {message: "named: well", logName: com.example.users}
                    - log: {message: "step: for those who look", loggingLevel: DEBUG}
                    - to: {uri: "log:orders?showBody=false&showBodyType=true"}
            """;

    @Test
    void whatRoutesLogIsPrintedAndWhatCamelLogsOfItselfIsNot(@TempDir Path directory) throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            Workplace workplace = new Workplace(directory)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .toString()
                                    .replace("      steps:\n", TELLING));

            assertThat(workplace.run("sync").expect(0).err().lines())
                    .map(line -> line.replaceFirst("^[\\d:.]+ ", ""))
                    .contains("INFO  step: 200 users", "INFO  named: well")
                    .anyMatch(line -> line.matches("INFO  Exchange\\[.*BodyType: .*]"))
                    .allMatch(line -> line.matches("INFO  (step: \\d|named: |Exchange\\[|users: ).*"));
        }
    }

    @Test
    void aUsersOwnConfigurationOfTheLogHolds(@TempDir Path directory) throws Exception {
        Workplace workplace = new Workplace(directory);
        Files.writeString(
                directory.resolve("log.properties"),
                """
                appender.out.type = Console
                appender.out.name = out
                appender.out.target = SYSTEM_ERR
                appender.out.layout.type = PatternLayout
                appender.out.layout.pattern = mine %m%n
                rootLogger.level = INFO
                rootLogger.appenderRef.out.ref = out
                """);
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            workplace
                    .javaOptions("-Dlog4j2.configurationFile=" + directory.resolve("log.properties"))
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/incremental/timestamp")
                                    .toString());

            assertThat(workplace.run("sync").expect(0).err()).contains("mine users: ok");
        }
    }

    @Test
    void everyLineOfASyncNamesItsSourceAndTheSyncWhateverThreadItIsFrom(@TempDir Path directory) throws Exception {
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0));
                FakeApi refusing = FakeApi.responding(404, "application/json", "{}")) {
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
                    .contains("on the way")
                    .anyMatch(message -> message.startsWith("users: ok"));
            assertThat(users).extracting(line -> line.path("sync").textValue()).doesNotContainNull();
            assertThat(users.stream().map(line -> line.get("sync")).distinct()).hasSize(1);
            assertThat(users)
                    .anyMatch(
                            line -> line.get("process.thread.name").textValue().contains("Sync"));
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
