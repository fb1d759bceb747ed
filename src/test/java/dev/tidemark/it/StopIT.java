package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM, and {@code run} until then. */
@Order(1)
final class StopIT {

    private static final int RECORDS = 20_000;

    private static final String CHANGED = "select count(*) from \"user\" where \"updatedAt\" > '2025-02-01 00:00:00Z'";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String TWO = "{\"data\":[{\"id\":\"1\",\"updatedAt\":\"2024-01-15T10:00:00Z\"},"
            + "{\"id\":\"2\",\"updatedAt\":\"2024-01-15T10:00:01Z\"}]}";

    /** Others with the last timestamp may still come. */
    private static final String REACHED = "{\"last_timestamp\":\"2024-01-15T10:00:00Z\"}";

    private static final Pattern WAIT =
            Pattern.compile(" users: 127\\.0\\.0\\.1:\\d+ responded with 429: retry 1 of 5 in 3600000 ms");

    @Test
    void runBringsWhatChangedWithinItsPeriodUntilItIsStopped(@TempDir Path directory) throws Exception {
        try (Playground api = playground(200);
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("run"))) {
            Workplace workplace = workplace(directory, server.url("run"), api, "5000");
            try (Program program = workplace.start("run")) {
                Eventually.await("the first sync", PATIENCE, () -> table.rows() == 200);
                long touched = System.nanoTime();
                api.touch(25);
                Eventually.await("what was touched", SOON, () -> table.number(CHANGED) == 25);
                System.out.println("StopIT: a change arrived after " + since(touched));
                table.expectSameAs(api);

                long stopped = System.nanoTime();
                program.terminate();
                program.await().expect(0);
                assertThat(since(stopped)).isLessThan(SOON);
            }
            table.expectSameAs(api);
        }
    }

    @ParameterizedTest
    @CsvSource({"sync, 1", "run, 0"})
    void aStoppedSyncFinishesItsChunkAndTheNextOneContinuesThere(String command, int status, @TempDir Path directory)
            throws Exception {
        try (Playground api = playground(RECORDS);
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("stopped" + command))) {
            Workplace workplace = workplace(directory, server.url("stopped" + command), api, "200");
            String route = Files.readString(workplace.path("routes/users.yaml"));
            // Half a minute, however fast the machine.
            workplace.route(
                    "users.yaml",
                    users(api)
                            .with("period", "1s")
                            .with("chunkSize", "200")
                            .slow()
                            .toString());
            try (Program program = workplace.start(command, "--json")) {
                Eventually.await("a checkpoint", PATIENCE, () -> table.rows() >= 400);
                long stopped = System.nanoTime();
                program.terminate();
                Ended end = program.await().expect(status);

                System.out.println("StopIT: " + command + " stopped after " + since(stopped));
                assertThat(since(stopped)).isLessThan(SOON);
                assertThat(end.result().get("status").textValue()).isEqualTo("stopped");
                assertThat(end.result().get("state").toString()).isEqualTo(table.state("users"));
            }
            long rows = table.rows();
            assertThat(rows).isLessThan(RECORDS);
            assertThat(Watcher.lookAt(table.connection(), User.all(api))).isTrue();

            workplace.route("users.yaml", route);
            JsonNode next = workplace.run("sync", "--json").expect(0).result();

            assertThat(next.get("rowsWritten").longValue()).isEqualTo(RECORDS - rows);
            assertThat(next.get("rowsRead").longValue()).isLessThan(RECORDS);
            table.expectSameAs(api);
        }
    }

    @Test
    void anApiThatNeverRespondsDoesNotKeepTheProgramAlive(@TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.silent()) {
            Workplace workplace = new Workplace(directory)
                    .route("users.yaml", UserSource.of("users", api.url()).toString());
            try (Program program = workplace.start("sync", "--json")) {
                Eventually.await("a request", PATIENCE, () -> !api.queries().isEmpty());
                long stopped = System.nanoTime();
                program.terminate();
                Ended end = program.await().expect(1);

                System.out.println("StopIT: left a silent API after " + since(stopped));
                assertThat(since(stopped)).isLessThan(Duration.ofSeconds(25));
                assertThat(end.result().get("status").textValue()).isEqualTo("stopped");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sync, 1", "run, 0"})
    void aLongWaitForARetryEndsWithTheSignalAndWhatWasWrittenStays(String command, int status, @TempDir Path directory)
            throws Exception {
        Duration took = AT_ONCE;
        // A busy machine may hold up a program that stops at once.
        for (int attempt = 1; attempt <= 3 && took.compareTo(AT_ONCE) >= 0; attempt++) {
            took = stopWait(command, status, directory.resolve("attempt" + attempt));
            System.out.println("StopIT: " + command + " left a wait of an hour after " + took);
        }
        assertThat(took).isLessThan(AT_ONCE);
    }

    private static Duration stopWait(String command, int status, Path directory) throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        try (FakeApi api = new FakeApi(exchange -> {
            boolean first = String.valueOf(exchange.getRequestURI().getQuery()).contains("0001-01-01");
            if (first || !busy.get()) {
                FakeApi.respond(exchange, 200, "application/json", first ? TWO : "{\"data\":[]}");
            } else {
                exchange.getResponseHeaders().set("Retry-After", "3600");
                FakeApi.respond(exchange, 429, "application/json", "{}");
            }
        })) {
            Workplace workplace = new Workplace(directory)
                    .set("tidemark.client.default.maxWait", "2h")
                    .route("users.yaml", UserSource.of("users", api.url()).toString());
            Duration took;
            try (Program program = workplace.start(command, "--json")) {
                Eventually.await(
                        "the wait", PATIENCE, () -> WAIT.matcher(program.err()).find());
                long stopped = System.nanoTime();
                program.terminate();
                Ended end = program.await().expect(status);

                took = since(stopped);
                assertThat(end.result().get("status").textValue()).isEqualTo("stopped");
                assertThat(end.result().get("rowsWritten").longValue()).isEqualTo(2);
                assertThat(end.result().get("state").toString()).isEqualTo(REACHED);
            }
            assertThat(workplace.run("state", "show", "users").expect(0).out().replace(" ", ""))
                    .contains(REACHED);
            busy.set(false);

            assertThat(workplace
                            .run("sync", "--json")
                            .expect(0)
                            .result()
                            .get("rowsWritten")
                            .longValue())
                    .isZero();
            return took;
        }
    }

    @ParameterizedTest
    @CsvSource({"sync, 200", "sync, 400", "sync, 500", "sync, 600", "sync, 800", "sync, 1000", "run, 500", "run, 800"})
    void aSignalWhileItStartsEndsItToo(String command, int millis, @TempDir Path directory) throws Exception {
        try (Playground api = playground(200)) {
            Workplace workplace =
                    new Workplace(directory).route("users.yaml", users(api).toString());
            try (Program program = workplace.start(command)) {
                program.endsWithin(Duration.ofMillis(millis));
                long stopped = System.nanoTime();
                program.terminate();
                Ended end = program.await();

                assertThat(since(stopped)).isLessThan(SOON);
                assertThat(end.status()).as(end.said()).isIn(0, 1, 143);
                // The virtual machine itself, on a slow machine: none of the program's code has run.
                if (!end.said().startsWith("Error occurred during initialization of VM")) {
                    end.expect(end.status());
                }
            }
        }
    }

    private static Workplace workplace(Path directory, String database, Playground api, String chunkSize)
            throws Exception {
        return new Workplace(directory)
                .database(database)
                .route(
                        "users.yaml",
                        users(api)
                                .with("period", "1s")
                                .with("chunkSize", chunkSize)
                                .toString());
    }

    private static UserSource users(Playground api) {
        return UserSource.of("users", api.url() + "/incremental/timestamp");
    }

    private static Playground playground(int records) throws Exception {
        return Playground.start(PlaygroundOptions.defaults().withPort(0).withRecords(records));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
