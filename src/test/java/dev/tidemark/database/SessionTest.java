package dev.tidemark.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.NamedZone;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** The sessions of real databases, on a machine in a zone of its own. */
class SessionTest {

    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void reset() {
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @EnumSource
    void allConnectionsOfAPoolAreInUtcBeforeAndAfterASync(DatabaseKind kind) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try (TestDatabase database = TestDatabase.open(kind)) {
            List<String> before = sessions(kind, database.dataSource(), 5);
            fill(kind, database.jdbc());

            SyncResult result = SyncBench.sync(
                    database, Map.of(), source("destination", "id:LONG").toString());

            assertThat(result.error()).isNull();
            assertThat(before)
                    .containsOnly(
                            kind == DatabaseKind.MARIADB
                                    ? "+00:00 STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION"
                                    : "UTC");
            assertThat(sessions(kind, database.dataSource(), 5)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSessionsOfAnApplicationArePutBack(DatabaseKind kind) throws Exception {
        putBack(kind, "id:LONG", null);
    }

    @ParameterizedTest
    @EnumSource
    void theSessionsOfAnApplicationArePutBackAfterAFailure(DatabaseKind kind) throws Exception {
        putBack(kind, "id:LONG, name:INT", "records cannot be written");
    }

    private static void putBack(DatabaseKind kind, String columns, @Nullable String error) throws Exception {
        try (TestDatabase destination = TestDatabase.open();
                TestDatabase database = TestDatabase.open(kind);
                HikariDataSource mine = new HikariDataSource()) {
            fill(kind, database.jdbc());
            mine.setJdbcUrl(database.address().url());
            mine.setUsername(database.address().user());
            mine.setPassword(database.address().password());
            mine.setMaximumPoolSize(2);
            mine.setConnectionInitSql(
                    switch (kind) {
                        case H2, POSTGRESQL -> "set time zone 'Asia/Tokyo'";
                        case MARIADB -> "set session time_zone = '+09:00', session sql_mode = 'PIPES_AS_CONCAT'";
                        case DUCKDB -> "set TimeZone = 'Asia/Tokyo'";
                    });
            List<String> before = sessions(kind, mine, 2);
            SpringTransactionPolicy policy = new SpringTransactionPolicy();
            policy.setTransactionManager(new DataSourceTransactionManager(mine));

            SyncResult result = SyncBench.sync(
                    destination,
                    Map.of("mine", new TransactionAwareDataSourceProxy(mine), "mine-transaction", policy),
                    source("mine", columns).sink("dataSource", "mine").toString());

            if (error == null) {
                assertThat(result.error()).isNull();
                assertThat(result.rowsWritten()).isEqualTo(20);
            } else {
                assertThat(result.error()).contains(error);
            }
            assertThat(before).containsOnly(kind == DatabaseKind.MARIADB ? "+09:00 PIPES_AS_CONCAT" : "Asia/Tokyo");
            assertThat(sessions(kind, mine, 2)).isEqualTo(before);
        }
    }

    /** At 03:00 of that night, the clocks of the server's zone went back to 02:00. */
    @ParameterizedTest
    @EnumSource
    void timesAreKeptInTheNightInWhichClocksGoBack(DatabaseKind kind) throws Exception {
        timesArrive(kind, Instant.parse("2024-10-26T22:00:00Z"));
    }

    /** At 02:00 of that night, the clocks of the server's zone were set forward to 03:00. */
    @ParameterizedTest
    @EnumSource
    void timesAreKeptInTheNightInWhichClocksGoForward(DatabaseKind kind) throws Exception {
        timesArrive(kind, Instant.parse("2024-03-30T22:00:00Z"));
    }

    private static void timesArrive(DatabaseKind kind, Instant first) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try (TestDatabase database = TestDatabase.open(kind);
                AutoCloseable zone = NamedZone.set(kind, database.jdbc())) {
            assertThat(zone).isNotNull();
            JdbcTemplate jdbc = database.jdbc();
            jdbc.execute("create table origin (\"id\" bigint primary key, \"updated_at\" "
                    + (kind == DatabaseKind.MARIADB ? "timestamp" : "timestamp with time zone") + ", \"naive\" "
                    + (kind == DatabaseKind.MARIADB ? "datetime" : "timestamp") + ")");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Instant instant = first.plusSeconds(600L * i);
                String naive = instant.toString().substring(0, 19).replace('T', ' ');
                jdbc.update(
                        kind == DatabaseKind.MARIADB
                                ? "set statement time_zone = '+00:00' for insert into origin values (?, '" + naive
                                        + "', '" + naive + "')"
                                : "insert into origin values (?, timestamp with time zone '" + naive
                                        + "+00', timestamp '" + naive + "')",
                        i);
                expected.add(instant.getEpochSecond() + " " + naive);
            }

            SyncResult result = SyncBench.sync(
                    database,
                    Map.of(),
                    source("destination", "id:LONG, updated_at:UTC_DATETIME, naive:NAIVE_DATETIME")
                            .with("pageSize", 7)
                            .toString());

            assertThat(result.error()).isNull();
            String seconds = kind == DatabaseKind.MARIADB
                    ? "timestampdiff(second, '1970-01-01', updated_at)"
                    : "cast(extract(epoch from \"updated_at\") as bigint)";
            assertThat(jdbc.query(
                            "select " + seconds + ", cast(\"naive\" as char(19)) from \"records\" order by \"id\"",
                            (row, number) -> row.getString(1) + " " + row.getString(2)))
                    .isEqualTo(expected);
        }
    }

    /** Rows are added and changed while the clocks of the server's zone change, and synced by the same pool. */
    @ParameterizedTest
    @CsvSource({
        "H2, 2024-03-30T22:00:00Z",
        "POSTGRESQL, 2024-03-30T22:00:00Z",
        "MARIADB, 2024-03-30T22:00:00Z",
        "DUCKDB, 2024-03-30T22:00:00Z",
        "H2, 2024-10-26T22:00:00Z",
        "POSTGRESQL, 2024-10-26T22:00:00Z",
        "MARIADB, 2024-10-26T22:00:00Z",
        "DUCKDB, 2024-10-26T22:00:00Z",
    })
    void aHistoryOfANightInWhichClocksChangeIsFollowed(DatabaseKind kind, Instant first) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        Random random = new Random(first.getEpochSecond());
        try (TestDatabase database = TestDatabase.open(kind);
                AutoCloseable zone = NamedZone.set(kind, database.jdbc())) {
            assertThat(zone).isNotNull();
            JdbcTemplate jdbc = database.jdbc();
            jdbc.execute("create table origin (\"id\" bigint primary key, \"updated_at\" "
                    + (kind == DatabaseKind.MARIADB ? "timestamp" : "timestamp with time zone") + ", \"version\" int)");
            String source = source("destination", "id:LONG, updated_at:UTC_DATETIME, version:INT")
                    .with("pageSize", 3)
                    .toString();
            Map<Integer, String> expected = new TreeMap<>();
            Instant now = first;
            for (int version = 1; version <= 60; version++) {
                now = now.plusSeconds(600L * random.nextInt(3));
                int id = random.nextInt(25);
                String time = now.toString().substring(0, 19).replace('T', ' ');
                String literal =
                        kind == DatabaseKind.MARIADB ? "'" + time + "'" : "timestamp with time zone '" + time + "+00'";
                String statement = expected.put(id, now.getEpochSecond() + " " + version) == null
                        ? "insert into origin values (" + id + ", " + literal + ", " + version + ")"
                        : "update origin set \"updated_at\" = " + literal + ", \"version\" = " + version
                                + " where \"id\" = " + id;
                jdbc.execute(
                        kind == DatabaseKind.MARIADB
                                ? "set statement time_zone = '+00:00' for " + statement
                                : statement);
                if (random.nextInt(4) == 0 || version == 60) {
                    assertThat(SyncBench.sync(database, Map.of(), source).error())
                            .isNull();
                    assertThat(versions(kind, jdbc)).isEqualTo(expected);
                }
            }
            assertThat(SyncBench.sync(database, Map.of(), source).rowsWritten()).isZero();
        }
    }

    private static Map<Integer, String> versions(DatabaseKind kind, JdbcTemplate jdbc) {
        String seconds = kind == DatabaseKind.MARIADB
                ? "timestampdiff(second, '1970-01-01', updated_at)"
                : "cast(extract(epoch from \"updated_at\") as bigint)";
        Map<Integer, String> versions = new TreeMap<>();
        jdbc.query("select \"id\", " + seconds + ", \"version\" from \"records\"", (RowCallbackHandler)
                row -> versions.put(row.getInt(1), row.getString(2) + " " + row.getInt(3)));
        return versions;
    }

    private static SourceYaml source(String dataSource, String columns) {
        return new SourceYaml("key-based", "records")
                .with("dataSource", dataSource)
                .with("table", "origin")
                .with("keyField", "id")
                .sink("columns", columns);
    }

    private static void fill(DatabaseKind kind, JdbcTemplate jdbc) {
        jdbc.execute("create table origin (\"id\" bigint primary key, \"name\" varchar(9), \"updated_at\" "
                + (kind == DatabaseKind.MARIADB ? "datetime" : "timestamp") + ")");
        for (int i = 0; i < 20; i++) {
            jdbc.update("insert into origin values (?, 'x', timestamp '2024-05-17 19:42:31')", i);
        }
    }

    /** The zone, and in MariaDB the mode, of so many connections of a pool. */
    private static List<String> sessions(DatabaseKind kind, DataSource pool, int count) throws SQLException {
        String query =
                switch (kind) {
                    case H2 -> "select setting_value from information_schema.settings where setting_name = 'TIME ZONE'";
                    case MARIADB -> "select concat(@@session.time_zone, ' ', @@session.sql_mode)";
                    case POSTGRESQL, DUCKDB -> "select current_setting('TimeZone')";
                };
        List<Connection> connections = new ArrayList<>();
        List<String> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Connection connection = pool.getConnection();
                connections.add(connection);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(query)) {
                    row.next();
                    sessions.add(row.getString(1));
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        return sessions;
    }
}
