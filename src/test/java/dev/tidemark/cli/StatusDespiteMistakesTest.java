package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake that leaves no doubt where the state is does not keep {@code status} from reporting it. */
final class StatusDespiteMistakesTest {

    private static final String USERS = "(?m)^users +timestamp +never +up .*";
    private static final String STATE = "{\"last_timestamp\":\"2024-12-30T00:00:00Z\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void store() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        configure("");
        route("users.yaml", source("users").toString());
        route("later.yaml", source("later").toString());
        assertThat(run("state", "set", "users", STATE).status()).isZero();
        assertThat(run("status").status()).isZero();
    }

    @Test
    void inTheRouteOfAnotherSource() throws Exception {
        route("later.yaml", source("later").with("pageSize", "ten").toString());

        CapturedOutput said = run("status");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains("later.yaml:1: the parameter `pageSize`")
                .containsPattern(USERS)
                .containsPattern("(?m)^later +timestamp +never ");
        assertThat(run("status", "users", "--json").text())
                .contains("\"source\":\"users\"", "\"cursor\":\"2024-12-30T00:00:00Z\"")
                .doesNotContain("\"source\":\"later\"");
    }

    @Test
    void inTheFileOfTheSourceItself() throws Exception {
        route("users.yaml", "- route: [");

        CapturedOutput said = run("status");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("users.yaml:1").containsPattern(USERS);
    }

    @Test
    void inTheNameOfItsStrategy() throws Exception {
        route("users.yaml", source("users").toString().replace("timestamp", "timestmp"));

        assertThat(run("status").text()).contains("unknown strategy `timestmp`").containsPattern(USERS);
    }

    @Test
    void inTheConfigurationOfAClientOrOfADatabaseOfRows() throws Exception {
        configure("tidemark.client.crm.auth=beaer\ntidemark.datasource.rows.url=jdbc:nothing:x\n");

        CapturedOutput said = run("status");

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains(
                        "application.properties:2: tidemark.client.crm.auth is",
                        "application.properties:3: tidemark.datasource.rows.url:")
                .containsPattern(USERS);
    }

    @Test
    void butNotWhereTheStateMayBeElsewhere() throws Exception {
        for (String mistake : List.of(
                "tidemark.state.datasource=elsewhere",
                "tidemark.state.datasource={{no.such.key}}",
                "tidemark.sate.datasource=elsewhere",
                "tidemark.datasource.destination.poolSize=0",
                "tidemark.datasource.destination.password={{no.such.key}}")) {
            configure(mistake);

            CapturedOutput said = run("status");

            assertThat(said.status()).as(mistake).isEqualTo(2);
            assertThat(said.text()).contains("application.properties:2: ").doesNotContain("SOURCE");
        }
    }

    private void route(String file, String text) throws IOException {
        Files.writeString(directory.resolve("routes").resolve(file), text);
    }

    private static SourceYaml source(String name) {
        return new SourceYaml("timestamp", name).with("url", "http://127.0.0.1:1/users");
    }

    private void configure(String text) throws IOException {
        Files.writeString(
                directory.resolve("application.properties"),
                "tidemark.datasource.destination.url=jdbc:h2:" + directory.resolve("data/tidemark") + "\n" + text);
    }

    private CapturedOutput run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--routes", directory.resolve("routes").toString()));
        arguments.addAll(
                List.of("--config", directory.resolve("application.properties").toString()));
        return CapturedOutput.by(arguments);
    }
}
