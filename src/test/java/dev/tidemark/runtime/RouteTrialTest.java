package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.CapturedOutput;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} learns from making the routes, and that it contacts nobody by it. */
class RouteTrialTest {

    private static final String ROUTE =
            """
            - route:
                id: users
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters: {source: users, url: "http://127.0.0.1:PORT/users"}
                  steps:
                    - to: {uri: "kafka:users?brokers=127.0.0.1:PORT"}
                    - to: {uri: "http://127.0.0.1:PORT/copy"}
                    - to: {uri: "kamelet:jdbc-upsert-sink", parameters: {table: users}}
            - route:
                id: aside
                from:
                  uri: "timer:aside?delay=0"
                  steps:
                    - to: {uri: "http://127.0.0.1:PORT/aside"}
            """;

    /** A source without its steps. */
    private static final String USERS =
            """
            - route:
                id: users
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters: {source: users, url: "http://127.0.0.1:9/users"}
                  steps:
            """;

    @Test
    void nothingIsContacted(@TempDir Path directory) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CapturedOutput said = check(directory, ROUTE.replace("PORT", Integer.toString(server.getLocalPort())));

            assertThat(said.text()).contains("1 source OK");
            assertThat(said.status()).isZero();
            server.setSoTimeout(1);
            Assertions.assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void routesOfTemplatesAreMadeToo(@TempDir Path directory) throws Exception {
        CapturedOutput said = check(
                directory,
                """
                - routeTemplate:
                    id: stream
                    parameters: [{name: name}, {name: way}]
                    from:
                      uri: kamelet:incremental-timestamp-source
                      parameters: {source: "{{name}}", url: "http://127.0.0.1:9/users"}
                      steps:
                        - to: {uri: "{{way}}"}
                        - to: {uri: "kamelet:jdbc-upsert-sink", parameters: {table: "{{name}}"}}
                - templatedRoute:
                    routeId: users
                    routeTemplateRef: stream
                    parameters: [{name: name, value: users}, {name: way, value: "nosuch:thing"}]
                - templatedRoute:
                    routeId: teams
                    routeTemplateRef: stream
                    parameters: [{name: name, value: teams}, {name: way, value: "seda:teams"}]
                - route:
                    id: late
                    from:
                      uri: seda:teams
                      steps:
                        - to: {uri: "kamelet:jdbc-upsert-sink", parameters: {table: late}}
                """);

        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains("the component `nosuch` is not on the class path")
                .contains("table `late`");
    }

    @Test
    void aRouteThatWritesNothingIsAWarning(@TempDir Path directory) throws Exception {
        CapturedOutput said =
                check(directory, USERS + """
                        - log: {message: seen}
                """);

        assertThat(said.text())
                .contains("warning: " + directory.resolve("routes/users.yaml") + ":4: no step of the route writes")
                .contains("1 source OK");
        assertThat(said.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "sync", "run"})
    void theStartSaysOfMistakesWhatCheckSays(String command, @TempDir Path directory) throws Exception {
        CapturedOutput said = run(
                command,
                directory,
                USERS
                        + """
                        - to:
                            uri: log:x
                            parameters: {lefel: INFO}
                        - to: {uri: "kamelet:jdbc-upsert-sink", parameters: {table: users}}
                - route:
                    id: aside
                    from:
                      uri: "timer:aside?delay=0"
                      steps:
                        - to: {uri: "nosuch:thing"}
                """);

        String file = directory.resolve("routes/users.yaml").toString();
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text())
                .contains(file + ":7: `to` cannot be created: ", "Unknown parameters=[{lefel}]")
                .contains(file + ":16: `to` cannot be created: the component `nosuch` is not on the class path");
    }

    @Test
    void aDatabaseThatNoSourceUsesIsAWarningOnly(@TempDir Path directory) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            check(directory, ROUTE.replace("PORT", Integer.toString(server.getLocalPort())));
            Files.writeString(
                    directory.resolve("application.properties"),
                    "tidemark.datasource.warehouse.url=jdbc:postgresql://127.0.0.1:1/x\n",
                    StandardOpenOption.APPEND);

            CapturedOutput said = CapturedOutput.by(List.of(
                    "check",
                    "--connect",
                    "--routes",
                    directory.resolve("routes").toString(),
                    "--config",
                    directory.resolve("application.properties").toString()));

            assertThat(said.text())
                    .contains("warning: cannot connect to the database warehouse, which no source uses: ")
                    .contains("1 source OK");
            assertThat(said.status()).isZero();
        }
    }

    private static CapturedOutput check(Path directory, String routes) throws Exception {
        return run("check", directory, routes);
    }

    private static CapturedOutput run(String command, Path directory, String routes) throws Exception {
        Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/users.yaml"), routes);
        Path configuration = directory.resolve("application.properties");
        Files.writeString(
                configuration,
                "camel.management.enabled=false\ntidemark.datasource.destination.url=jdbc:h2:"
                        + directory.resolve("data/tidemark") + "\n");
        return CapturedOutput.by(List.of(
                command, "--routes", directory.resolve("routes").toString(), "--config", configuration.toString()));
    }
}
