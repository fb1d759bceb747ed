package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of {@code run}, and what else is not served. */
final class HealthIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Playground api;
    private Workplace workplace;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = Playground.start(PlaygroundOptions.defaults().withPort(0));
        workplace = new Workplace(directory).route("users.yaml", users("users", "/incremental/timestamp"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void eachSourceHasAHealthCheckAndMeters() throws Exception {
        // However slow the machine, one sync each.
        workplace
                .route("users.yaml", once("users", "/incremental/timestamp"))
                .route("broken.yaml", once("broken", "/nothing-here"))
                .set("tidemark.health.broken.maxFailures", "1");

        try (Program program = workplace.start("run")) {
            Served served = Served.by(program);
            Eventually.await(
                    "a failure", PATIENCE, () -> served.get("/observe/health").statusCode() == 503);
            // A database that a busy machine keeps from responding lets all be down for a moment.
            String health = await(
                    served,
                    "/observe/health",
                    "(?s).*\"source:users\",\"status\":\"UP\".*",
                    "(?s).*1 failure; the last.*");
            String metrics = await(
                    served,
                    "/observe/metrics",
                    "(?s).*tidemark_sync_seconds_count\\{source=\"users\",status=\"ok\"} 1.*",
                    "(?s).*tidemark_up\\{source=\"users\"} 1.*",
                    "(?s).*tidemark_lag_seconds\\{source=\"users\"} [1-9].*",
                    "(?s).*tidemark_last_success_timestamp_seconds\\{source=\"users\"} 1.*",
                    "(?s).*tidemark_sync_seconds_count\\{source=\"broken\",status=\"failed\"} 1.*",
                    "(?s).*tidemark_failures\\{source=\"broken\"} 1.*");

            assertThat(health).contains("\"source:broken\",\"status\":\"DOWN\"", "404");
            assertThat(served.get("/observe/health/live").statusCode()).isEqualTo(200);
            assertThat(metrics.lines())
                    .contains(
                            "tidemark_up{source=\"users\"} 1.0",
                            "tidemark_up{source=\"broken\"} 0.0",
                            "tidemark_failures{source=\"broken\"} 1.0",
                            "tidemark_records_read_total{source=\"broken\"} 0.0",
                            "tidemark_records_read_total{source=\"users\"} 201.0",
                            "tidemark_records_written_total{source=\"users\"} 200.0",
                            "tidemark_records_unchanged_total{source=\"users\"} 1.0",
                            "tidemark_records_rejected_total{source=\"users\"} 0.0",
                            "tidemark_chunk_seconds_count{source=\"users\"} 2",
                            "tidemark_sync_seconds_count{source=\"broken\",status=\"failed\"} 1",
                            "tidemark_retries_total{source=\"users\"} 0.0",
                            "tidemark_throttled_seconds_total{source=\"users\"} 0.0")
                    .anyMatch(line -> line.matches("tidemark_lag_seconds\\{source=\"users\"} [1-9].*"))
                    .anyMatch(line -> line.matches("tidemark_request_seconds_count\\{source=\"users\"} [1-9].*"))
                    .anyMatch(line -> line.matches("tidemark_pages_total\\{source=\"users\"} [1-9].*"))
                    .anyMatch(line ->
                            line.matches("tidemark_last_success_timestamp_seconds\\{source=\"users\"} 1\\.\\d+E9"))
                    .noneMatch(line -> line.contains(api.url()) || line.contains("kamelet"));
            program.terminate();
            program.await().expect(0);
        }
    }

    @Test
    void timeThatIsWaitedForALimitIsCounted() throws Exception {
        workplace
                .route(
                        "slow.yaml",
                        UserSource.of("slow", api.url() + "/incremental/timestamp")
                                .with("client", "slow")
                                .with("period", "100ms")
                                .toString())
                .set("tidemark.client.slow.auth", "none")
                .set("tidemark.client.slow.rateLimit", "1/s");

        try (Program program = workplace.start("run")) {
            Served served = Served.by(program);

            Eventually.await("a wait", PATIENCE, () -> served.get("/observe/metrics")
                    .body()
                    .lines()
                    .anyMatch(line ->
                            line.matches("tidemark_throttled_seconds_total\\{source=\"slow\"} [0-9.]*[1-9].*")));
            assertThat(served.get("/observe/metrics").body())
                    .contains("tidemark_throttled_seconds_total{source=\"users\"} 0.0");
        }
    }

    @Test
    void withoutTheDatabaseAllAreDownAndTheProcessIsAlive(@TempDir Path directory) throws Exception {
        DatabaseServer server = new DatabaseServer();
        workplace.database(server.url(directory.getFileName().toString()));
        try (Program program = workplace.start("run")) {
            Served served = Served.by(program);
            Eventually.await("a success", PATIENCE, () -> served.get("/observe/status")
                    .body()
                    .contains("\"status\":\"ok\""));

            server.close();

            Eventually.await(
                    "that it is down",
                    PATIENCE,
                    () -> served.get("/observe/health").statusCode() == 503);
            assertThat(served.get("/observe/health").body()).contains("cannot read its state");
            Eventually.await("that it is not up", PATIENCE, () -> served.get("/observe/metrics")
                    .body()
                    .contains("tidemark_up{source=\"users\"} 0.0"));
            HttpResponse<String> status = served.get("/observe/status");
            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.body())
                    .contains("\"fault\":\"", "\"lastSuccess\":\"20", "\"health\":\"down\"")
                    .doesNotContain("\"fault\":null", "\"up\"");
            assertThat(program.err()).contains("cannot read the source status; reporting all sources as down");
            assertThat(served.get("/observe/health/live").statusCode()).isEqualTo(200);
        } finally {
            server.close();
        }
    }

    @Test
    void nothingElseIsServedAndNothingActs() throws Exception {
        try (Program program = workplace.start("run")) {
            Served served = Served.by(program);

            assertThat(served.address()).startsWith("http://127.0.0.1:");
            for (String path : List.of(
                    "/observe",
                    "/observe/info",
                    "/observe/jolokia",
                    "/observe/jolokia/list",
                    "/observe/dev",
                    "/q/dev",
                    "/q/dev/top",
                    "/q/health",
                    "/q/metrics",
                    "/q/info",
                    "/q/jolokia",
                    "/q/upload/users.yaml",
                    "/q/download/users.yaml",
                    "/q/send",
                    "/q/openapi",
                    "/jolokia",
                    "/hawtio",
                    "/actuator",
                    "/metrics",
                    "/health",
                    "/config/application.properties",
                    "/%2e%2e/config/application.properties")) {
                for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                    assertThat(served.ask(method, path).statusCode())
                            .as(method + " " + path)
                            .isEqualTo(404);
                }
            }
            for (String path : List.of("/observe/health", "/observe/health/live", "/observe/metrics")) {
                for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                    assertThat(served.ask(method, path).statusCode())
                            .as(method + " " + path)
                            .isEqualTo(405);
                }
            }
            HttpResponse<String> health = served.get("/observe/health");
            assertThat(health.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(health.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void aPortThatIsTakenIsAnErrorBeforeAnythingIsContacted() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended end = workplace
                    .set("camel.management.port", Integer.toString(other.getLocalPort()))
                    .run("run")
                    .expect(2);

            assertThat(end.err())
                    .contains(
                            "127.0.0.1:" + other.getLocalPort(),
                            "camel.management.port",
                            "camel.management.enabled=false");
            assertThat(workplace.path("data")).doesNotExist();
        }
    }

    @Test
    void onlyRunServes() throws Exception {
        // Whoever served would find the port taken, and end.
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeApi silent = FakeApi.silent()) {
            workplace
                    .route("users.yaml", UserSource.of("users", silent.url()).toString())
                    .set("camel.management.port", Integer.toString(taken.getLocalPort()));
            for (String command : List.of("sync", "run")) {
                int before = silent.queries().size();
                workplace.set("camel.management.enabled", Boolean.toString(command.equals("sync")));
                try (Program program = workplace.start(command)) {
                    Eventually.await(
                            command + ": a request",
                            PATIENCE,
                            () -> silent.queries().size() > before);

                    assertThat(program.err()).doesNotContain("status, health and metrics");
                    program.terminate();
                    assertThat(program.await().status()).isEqualTo(command.equals("sync") ? 1 : 0);
                }
            }
        }
    }

    /** What is served once it matches all of these. */
    private static String await(Served served, String path, String... patterns) throws Exception {
        List<String> bodies = new ArrayList<>();
        Eventually.await(path + " with " + List.of(patterns), PATIENCE, () -> {
            bodies.add(served.get(path).body());
            return Stream.of(patterns).allMatch(bodies.get(bodies.size() - 1)::matches);
        });
        return bodies.get(bodies.size() - 1);
    }

    private String once(String name, String path) {
        return UserSource.of(name, api.url() + path).with("period", "1h").toString();
    }

    private String users(String name, String path) {
        return UserSource.of(name, api.url() + path).toString();
    }
}
