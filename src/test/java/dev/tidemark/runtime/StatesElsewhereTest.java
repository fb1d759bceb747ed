package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.CapturedOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that a source keeps in a repository of its own is not taken for the one in Tidemark's table. */
class StatesElsewhereTest {

    private static final String STATE = "{\"last_timestamp\":\"2024-01-15T10:00:00Z\"}";
    private static final String ENTRY =
            "{\"strategy\":\"timestamp\",\"cursorField\":\"updatedAt\",\"state\":" + STATE + "}";
    private static final String ROUTE =
            """
            - route:
                id: NAME
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: NAME
                    url: "http://127.0.0.1:9/NAME"
                    REPOSITORY
                  steps:
                    - to: {uri: "kamelet:jdbc-upsert-sink", parameters: {table: NAME}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** Both have a state in the table; that of users was left there when its route named another repository. */
    @BeforeEach
    void storeStates() throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(
                directory.resolve("application.properties"),
                "tidemark.datasource.destination.url=jdbc:h2:" + directory.resolve("data/tidemark") + "\n");
        write("users", "period: 60s");
        write("teams", "stateRepository: tidemark-state");
        run("state", "set", "users", STATE);
        run("state", "set", "teams", STATE);
        write("users", "stateRepository: \"#bean:states\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show users", "reset users", "set users STATE", "rewind users --to 2024-01-01T00:00:00Z"})
    void isNeitherShownNorChanged(String command) throws Exception {
        CapturedOutput said = run(("state " + command).replace("STATE", STATE).split(" "));

        assertRefused(said);
    }

    @Test
    void isNotImported() throws Exception {
        Path file = directory.resolve("states.json");
        Files.writeString(file, "{\"users\":" + ENTRY + ",\"teams\":" + ENTRY + "}");

        CapturedOutput said = run("state", "import", file.toString());

        assertRefused(said);
        assertThat(run("state", "list", "--json").text()).contains("\"version\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "export"})
    void isSkippedInLists(String command) throws Exception {
        CapturedOutput said = run("state", command);

        assertThat(said.status()).isZero();
        assertThat(said.text()).contains(place(), "teams", STATE).containsOnlyOnce("last_timestamp");
    }

    private void assertRefused(CapturedOutput said) {
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains(place(), "the state of users is in the bean `states`")
                .doesNotContain("last_timestamp");
    }

    private String place() {
        return directory.resolve("routes/users.yaml") + ":8: ";
    }

    private void write(String name, String repository) throws Exception {
        Files.writeString(
                directory.resolve("routes/" + name + ".yaml"),
                ROUTE.replace("NAME", name).replace("REPOSITORY", repository));
    }

    private CapturedOutput run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--routes",
                directory.resolve("routes").toString(),
                "--config",
                directory.resolve("application.properties").toString()));
        return CapturedOutput.by(arguments);
    }
}
