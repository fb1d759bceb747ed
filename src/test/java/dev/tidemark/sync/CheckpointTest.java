package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.FakeApi;
import dev.tidemark.testing.FaultyDriver;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cursor is never ahead of the rows, whatever the route does with a chunk and however it fails. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class CheckpointTest {

    private static final int RECORDS = 10;
    private static final String SINK =
            """
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: %s
                          columns: "id:INT, updatedAt:UTC_DATETIME"
            """;
    private static final String FAIL =
            """
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: "the last step failed"
            """;

    private final DatabaseKind kind;
    private final TestDatabase database;
    private final FakeApi api;

    CheckpointTest(DatabaseKind kind) throws Exception {
        this.kind = kind;
        database = TestDatabase.faulty(kind);
        api = FakeApi.ofRecords(RECORDS);
    }

    @BeforeEach
    void createTables() {
        database.states().createTable();
        for (String table : new String[] {"a", "b"}) {
            String instant = kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp with time zone";
            database.jdbc()
                    .execute("create table \"" + table + "\" (\"id\" int primary key, \"updatedAt\" " + instant
                            + ", \"_synced_at\" " + instant + ")");
        }
    }

    @AfterEach
    void close() {
        assertThat(FaultyDriver.isArmed()).as("a fault that never struck").isFalse();
        database.assertIdle();
        database.close();
        api.close();
    }

    @Test
    void rowsAndCheckpointAreInOneTransaction() throws Exception {
        FaultyDriver.failCommitAfterNextCheckpoint();
        SyncResult failed = sync(route("3", SINK.formatted("a")));
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).contains("the commit failed");
        assertThat(failed.rowsWritten()).isZero();
        assertThat(database.states().find("numbers")).isEmpty();
        assertThat(database.count("\"a\"")).isEqualTo(0);

        assertInStep(sync(route("3", SINK.formatted("a"))));
    }

    @ParameterizedTest
    @CsvSource({"40001, false", "08006, false", "08006, true"})
    void aTransientFailureIsRetriedAndACommittedTransactionIsNot(String sqlState, boolean done) throws Exception {
        assumeFalse(kind == DatabaseKind.DUCKDB && sqlState.equals("40001"), "DuckDB has no SQLState");
        FaultyDriver.failCommitAfterNextCheckpoint(sqlState, done);
        SyncResult result = sync(route("3", SINK.formatted("a")));
        assertInStep(result);
        assertThat(result.rowsWritten()).isEqualTo(RECORDS);
        assertThat(database.states().find("numbers").orElseThrow().version()).isEqualTo(5);
    }

    @Test
    void aChunkThatFailsLaterLeavesTheEarlierOnesWithTheirCursor() throws Exception {
        String route = route(
                "3",
                """
                        - choice:
                            when:
                              - simple: "${body[0][id]} == 7"
                                steps:
                """
                        + FAIL.indent(10) + SINK.formatted("a"));
        SyncResult failed = sync(route);
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).contains("page 1", "the last step failed");
        assertThat(failed.rowsWritten()).isEqualTo(6);
        assertThat(database.count("\"a\"")).isEqualTo(6);
        assertThat(state()).contains("10:00:06Z");

        assertInStep(sync(route("3", SINK.formatted("a"))));
    }

    @Test
    void aRouteThatSwallowsAnErrorMakesTheSyncFailAndDoesNotMoveTheCursor() throws Exception {
        String route =
                """
                - routeConfiguration:
                    id: swallow
                    onException:
                      - onException:
                          exception:
                            - java.lang.IllegalStateException
                          handled:
                            constant: "true"
                """
                        + route("100", FAIL + SINK.formatted("a"))
                                .replace("id: numbers\n", "id: numbers\n    routeConfigurationId: swallow\n");
        SyncResult failed = sync(route);
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).contains("stopped a chunk without an error");
        assertThat(database.states().find("numbers")).isEmpty();
        assertThat(database.count("\"a\"")).isEqualTo(0);
    }

    @Test
    void aRouteThatCatchesItsSinksErrorFailsItsSyncAndTheCursorStays() throws Exception {
        database.jdbc().execute("drop table if exists \"a\"");
        database.jdbc().execute("create view \"a\" as select 1 as \"id\"");
        SyncResult failed = sync(
                route(
                        "100",
                        """
                    - doTry:
                        steps:
            """
                                + SINK.formatted("a").indent(4)
                                + """
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - log:
                                  message: never mind
            """));
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).contains("continued after its sink failed");
        assertThat(database.states().find("numbers")).isEmpty();
    }

    @Test
    void aFilterThatDropsChunksStillLetsTheCursorPass() throws Exception {
        SyncResult result = sync(route(
                "1",
                """
                    - filter:
                        simple: "${body[0][id]} range '4..6'"
                        steps:
            """
                        + SINK.formatted("a").indent(4)));
        assertThat(result.status()).as(String.valueOf(result.error())).isEqualTo(SyncResult.Status.OK);
        assertThat(result.rowsWritten()).isEqualTo(3);
        assertThat(database.count("\"a\"")).isEqualTo(3);
        assertThat(state()).contains("10:00:10Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "{{name}}"})
    void twoSinksCheckpointOnlyAfterBoth(String source) throws Exception {
        database.jdbc().execute("drop table \"b\"");
        database.jdbc().execute("create view \"b\" as select 1 as \"id\"");
        String route = route("3", SINK.formatted("a") + SINK.formatted("b"))
                .replace("source: numbers", "source: \"" + source + "\"");
        SyncResult failed = sync(route);
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(database.states().all()).isEmpty();

        database.jdbc().execute("drop view \"b\"");
        SyncResult result = sync(route);
        assertThat(result.status()).isEqualTo(SyncResult.Status.OK);
        assertThat(database.count("\"a\"")).isEqualTo(RECORDS);
        assertThat(database.count("\"b\"")).isEqualTo(RECORDS);
        assertThat(database.states().all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: {uri: \"direct:first\"}",
                "- toD: {uri: \"direct:first\"}",
                "- kamelet: {name: jdbc-upsert-sink, parameters: {table: a, columns: \"id:INT, updatedAt:UTC_DATETIME\"}}"
            })
    void aSinkBehindAnotherStepDoesNotCheckpointForTheLast(String first) throws Exception {
        database.jdbc().execute("drop table \"b\"");
        database.jdbc().execute("create view \"b\" as select 1 as \"id\"");
        String aside =
                """
                - route:
                    id: first
                    from:
                      uri: direct:first
                      steps:
                """
                        + SINK.formatted("a");
        SyncResult failed = sync(aside + route("3", "        " + first + "\n" + SINK.formatted("b")));
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(failed.error()).contains("`b` is a view");
        assertThat(database.states().all()).isEmpty();
    }

    @Test
    void aStepAfterTheSinkThatFailsLeavesTheCursorBehind() throws Exception {
        SyncResult failed = sync(route("100", SINK.formatted("a") + FAIL));
        assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(database.states().find("numbers")).isEmpty();
        assertInStep(sync(route("100", SINK.formatted("a"))));
    }

    @Test
    void anotherSyncThatMovedTheStateMakesThisOneRollItsRowsBack() throws Exception {
        database.states()
                .set(
                        "numbers",
                        "timestamp",
                        dev.tidemark.state.JdbcStateRepository.parse("{\"last_timestamp\":\"2024-01-15T09:00:00Z\"}"));
        String route = route(
                "100",
                """
                    - to:
                        uri: bean:rival
            """
                        + SINK.formatted("a"));
        try (Routes routes = routes(route)) {
            SyncResult failed = routes.result();
            assertThat(failed.status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(failed.error()).contains("another sync changed its state");
        }
        assertThat(database.count("\"a\"")).isEqualTo(0);
        assertThat(state()).contains("09:30:00Z");
    }

    @Test
    void aRejectIsKeptOnceThoughItIsReadInEverySync() throws Exception {
        String route = route("3", SINK.formatted("a").replace("id:INT", "id:NAIVE_DATE"));
        database.jdbc().execute("drop table \"a\"");
        SyncResult first = sync(route);
        SyncResult second = sync(route);
        assertThat(first.rowsRejected()).isEqualTo(RECORDS);
        assertThat(second.rowsRejected()).isEqualTo(1);
        assertThat(database.jdbc().queryForList("select source from tidemark_rejects", String.class))
                .hasSize(RECORDS)
                .containsOnly("numbers");
    }

    /** Stands for a second program that syncs the same source. */
    public final class Rival {

        /** Moves the state. */
        public void move() {
            database.states()
                    .set(
                            "numbers",
                            "timestamp",
                            dev.tidemark.state.JdbcStateRepository.parse(
                                    "{\"last_timestamp\":\"2024-01-15T09:30:00Z\"}"));
        }
    }

    private void assertInStep(SyncResult result) {
        assertThat(result.status()).as(String.valueOf(result.error())).isEqualTo(SyncResult.Status.OK);
        assertThat(database.count("\"a\"")).isEqualTo(RECORDS);
        assertThat(state()).contains("10:00:10Z");
    }

    private String state() {
        return database.states()
                .find("numbers")
                .map(StoredState::state)
                .map(Object::toString)
                .orElse("");
    }

    private Routes routes(String yaml) throws Exception {
        return new Routes(
                database,
                Map.of("api.url", api.url(), "name", "users"),
                context -> context.getRegistry().bind("rival", new Rival()),
                yaml);
    }

    private SyncResult sync(String yaml) throws Exception {
        try (Routes routes = routes(yaml)) {
            return routes.result();
        }
    }

    private static String route(String chunkSize, String steps) {
        return """
                - route:
                    id: numbers
                    from:
                      uri: kamelet:incremental-timestamp-source
                      parameters:
                        source: numbers
                        url: "{{api.url}}"
                        chunkSize: %s
                      steps:
                """
                        .formatted(chunkSize)
                + steps;
    }
}
