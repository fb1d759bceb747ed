package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.FakeApi;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** A chunk that a real database throws out because another transaction was in the way is written all the same. */
class ContentionTest {

    private static final int RECORDS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LOCK = "select \"v\" from \"numbers\" where \"id\" = %d for update";
    private static final String CHANGE = "update \"numbers\" set \"v\" = 'other' where \"id\" = %d";

    private volatile int hour = 10;
    private FakeApi api;

    @BeforeEach
    void open() throws Exception {
        api = new FakeApi(this::respond);
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** The sink has row 1 and wants row 10, the other has row 10 and wants row 1. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void theVictimOfADeadlockIsRepeated(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            if (kind == DatabaseKind.POSTGRESQL) {
                // It looks once, and so late that the deadlock is there even when this test is held up; the other looks
                // later, so that the sink is the one to find it.
                String name = database.jdbc().queryForObject("select current_database()", String.class);
                database.jdbc().execute("alter database " + name + " set deadlock_timeout = '7s'");
            }
            fill(database);
            try (Connection other = begin(database);
                    Statement statement = other.createStatement()) {
                if (kind == DatabaseKind.POSTGRESQL) {
                    statement.execute("set local deadlock_timeout = '5min'");
                } else {
                    makeHeavy(database, statement);
                }
                statement.execute(CHANGE.formatted(RECORDS));
                try (Routes routes = routes(database)) {
                    awaitWaiting(database, kind);
                    assertThatThrownBy(() -> database.jdbc().execute(LOCK.formatted(1) + " nowait"))
                            .as("the sink has row 1")
                            .isInstanceOf(DataAccessException.class);

                    statement.execute(CHANGE.formatted(1));

                    other.commit();
                    assertLanded(routes.result(), database);
                }
            }
        }
    }

    /** Such isolation throws a transaction out that wants to change a row that was changed since it began. */
    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void aSerializationFailureIsRepeated(String isolation) throws Exception {
        try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
            String name = database.jdbc().queryForObject("select current_database()", String.class);
            database.jdbc()
                    .execute("alter role " + database.address().user() + " in database " + name
                            + " set default_transaction_isolation = '" + isolation + "'");
            fill(database);
            try (Connection other = begin(database);
                    Statement statement = other.createStatement()) {
                statement.execute(CHANGE.formatted(RECORDS / 2));
                try (Routes routes = routes(database)) {
                    awaitWaiting(database, DatabaseKind.POSTGRESQL);

                    other.commit();

                    assertLanded(routes.result(), database);
                }
            }
        }
    }

    private void fill(TestDatabase database) throws Exception {
        try (Routes routes = routes(database)) {
            assertThat(routes.result().rowsWritten()).isEqualTo(RECORDS);
        }
        hour = 11;
    }

    private static Connection begin(TestDatabase database) throws SQLException {
        Connection other =
                Objects.requireNonNull(database.jdbc().getDataSource()).getConnection();
        other.setAutoCommit(false);
        return other;
    }

    /** MariaDB throws that transaction out that has changed less. */
    private static void makeHeavy(TestDatabase database, Statement other) throws SQLException {
        database.jdbc().execute("create table ballast (n int primary key)");
        other.execute("insert into ballast values "
                + IntStream.range(0, 1000).mapToObj(n -> "(" + n + ")").collect(Collectors.joining(",")));
    }

    private static void awaitWaiting(TestDatabase database, DatabaseKind kind) throws Exception {
        String waiting = kind == DatabaseKind.POSTGRESQL
                ? "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                : "select variable_value from information_schema.global_status"
                        + " where variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'";
        Eventually.await(
                "the sink waits for a row",
                PATIENCE,
                () -> database.jdbc().queryForObject(waiting, Integer.class) == 1);
    }

    private static void assertLanded(SyncResult result, TestDatabase database) {
        assertThat(result.error()).isNull();
        assertThat(result.rowsWritten()).isEqualTo(RECORDS);
        assertThat(database.jdbc().queryForList("select \"v\" from \"numbers\"", String.class))
                .hasSize(RECORDS)
                .containsOnly("11");
        assertThat(database.states().find("numbers").orElseThrow().state().toString())
                .contains("T11:00:10Z");
        assertThat(database.count("tidemark_rejects")).isZero();
    }

    private Routes routes(TestDatabase database) throws Exception {
        return new Routes(
                database,
                Map.of(),
                new SourceYaml("timestamp", "numbers")
                        .with("url", api.url())
                        .sink("columns", "id:INT, v:STRING, updatedAt:UTC_DATETIME")
                        .toString());
    }

    /** Ten records, all changed within seconds after the hour. */
    private String respond(String query) {
        String since = query.replaceFirst("^since=", "");
        return IntStream.rangeClosed(1, RECORDS)
                .filter(id -> time(id).compareTo(since) > 0)
                .mapToObj(id -> String.format("{\"id\":%d,\"v\":\"%d\",\"updatedAt\":\"%s\"}", id, hour, time(id)))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private String time(int id) {
        return String.format("2024-01-15T%d:00:%02dZ", hour, id);
    }
}
