package dev.tidemark.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.strategy.range.KeyBasedStrategy;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.NamedZone;
import dev.tidemark.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Tables of real databases, read in ranges. */
class KeyRangesTest {

    private final Instant now = Instant.now();
    private static final int SIZE = 10;

    private @Nullable TestDatabase database;

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachRowIsInOneRangeWhateverItsCursorAndKey(DatabaseKind kind) throws SQLException {
        JdbcTemplate jdbc = jdbc(
                kind,
                "create table t (a varchar(20), b decimal(9, 2), updated_at timestamp(6) null, primary key (a, b))");
        for (int i = 0; i < 57; i++) {
            String cursor = i % 10 < 2
                    ? "null"
                    : i % 10 < 7 ? "timestamp '2024-05-17 19:42:31.25'" : "timestamp '2024-05-18 00:00:" + i + "'";
            jdbc.update("insert into t values (?, ?, " + cursor + ")", i % 3 == 0 ? "it's" : "k" + i % 3, i / 4.0);
        }
        TableQuery query = query("timestamp");
        KeyBasedStrategy strategy = strategy(query, "a, b");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        WorkPlan plan = read(strategy, query, rows);

        assertThat(rows).hasSize(57).doesNotHaveDuplicates();
        assertThat(plan.state())
                .hasToString("{\"last_updated_at\":\"2024-05-18T00:00:49\",\"last_key\":[\"k1\",12.25]}");
        assertThat(plan.warnings()).singleElement().asString().startsWith("12 rows without updated_at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "H2 | uuid | random_uuid()",
                "H2 | varbinary(20) | hash('SHA-1', cast(x as varchar))",
                "POSTGRESQL | uuid | gen_random_uuid()",
                "POSTGRESQL | bytea | sha256(cast(cast(x as varchar) as bytea))",
                "POSTGRESQL | int | x",
                "POSTGRESQL | char(9) | x",
                "POSTGRESQL | real | x / 3.0",
                "POSTGRESQL | double precision | x / 3.0",
                "POSTGRESQL | timestamptz | now() + x * interval '0.000001 second'",
                "MARIADB | binary(20) | unhex(sha1(x))",
                "MARIADB | uuid | uuid()",
                "DUCKDB | uuid | uuid()",
            })
    void keysOfAnyType(DatabaseKind kind, String type, String value) throws SQLException {
        String numbers =
                switch (kind) {
                    case H2 -> "system_range(1, 95) r(x)";
                    case POSTGRESQL -> "generate_series(1, 95) r(x)";
                    case MARIADB -> "(select seq as x from seq_1_to_95) r";
                    case DUCKDB -> "range(1, 96) r(x)";
                };
        jdbc(
                kind,
                "create table t (id " + type + " primary key, updated_at timestamp)",
                "insert into t select " + value + ", timestamp '2024-05-17 19:42:31' from " + numbers);
        TableQuery query = query("timestamp");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        WorkPlan plan = read(strategy(query, "id"), query, rows);

        assertThat(rows.stream().map(row -> new JdbcKey(row.get("id"))))
                .hasSize(95)
                .doesNotHaveDuplicates();
        assertThat(plan.state()).isNotNull();
    }

    /** Bytes that are the same are equal. */
    private record JdbcKey(String text) {
        JdbcKey(@Nullable Object value) {
            this(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatEndInYesOrNo(DatabaseKind kind) throws SQLException {
        JdbcTemplate jdbc = jdbc(
                kind, "create table t (id bigint, flag boolean, updated_at timestamp null, primary key (id, flag))");
        for (int i = 1; i <= 30; i++) {
            jdbc.update("insert into t values (?, false, null), (?, true, timestamp '2024-05-17 19:42:31')", i, i);
            jdbc.update("insert into t values (?, true, null), (?, false, timestamp '2024-05-17 19:42:31')", -i, -i);
        }
        TableQuery query = query("timestamp");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        read(strategy(query, "id, flag"), query, rows);

        assertThat(rows).hasSize(120).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void daysAsCursors(DatabaseKind kind) throws SQLException {
        JdbcTemplate jdbc = jdbc(kind, "create table t (id bigint primary key, updated_at date)");
        for (int i = 1; i <= 35; i++) {
            jdbc.update("insert into t values (?, date '2024-05-" + (10 + i % 3) + "')", i);
        }
        TableQuery query = query("timestamp");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        WorkPlan plan = read(strategy(query, "id"), query, rows);

        assertThat(rows).hasSize(35).doesNotHaveDuplicates();
        assertThat(plan.state()).hasToString("{\"last_updated_at\":\"2024-05-12\",\"last_key\":35}");
    }

    @Test
    void rowsThatAreValidForEverAreReadAndTheStateStopsBeforeThem() throws SQLException {
        jdbc(
                DatabaseKind.POSTGRESQL,
                "create table t (id bigint primary key, updated_at timestamptz)",
                "insert into t select x, case when x > 10 then 'infinity' else timestamptz '2024-05-17T00:00:00Z' end"
                        + " from generate_series(1, 45) x");
        TableQuery query = query("timestamp");

        KeyBasedStrategy strategy = strategy(query, "id");
        strategy.setDelay("0s");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        WorkPlan plan = read(strategy, query, rows);

        assertThat(rows).hasSize(45).doesNotHaveDuplicates();
        assertThat(plan.state()).hasToString("{\"last_updated_at\":\"2024-05-17T00:00:00Z\",\"last_key\":10}");
    }

    /** At 02:00 of that day, clocks there were set forward to 03:00. */
    @ParameterizedTest
    @EnumSource
    void anHourThatIsMissingInTheZoneOfTheColumn(DatabaseKind kind) throws SQLException {
        jdbc(
                kind,
                "create table t (id bigint primary key, updated_at "
                        + (kind == DatabaseKind.MARIADB ? "datetime" : "timestamp") + ")",
                "insert into t values (1, timestamp '2024-03-31 02:30:00'), (2, timestamp '2024-03-31 02:45:00')");
        TableQuery query = query("timestamp");
        query.setCursorZone("Europe/Paris");
        KeyBasedStrategy strategy = strategy(query, "id");
        strategy.setCursorZone("Europe/Paris");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        read(strategy, strategy.stateAt("2024-03-31T02:30:00", null), query, rows);

        assertThat(rows).hasSize(2);
    }

    /** At 03:00 of that night, the clocks of the server's zone went back to 02:00. */
    @ParameterizedTest
    @EnumSource
    void anHourThatComesTwiceInTheZoneOfTheServer(DatabaseKind kind) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        JdbcTemplate jdbc = jdbc(
                kind,
                "create table t (id bigint primary key, updated_at timestamp"
                        + (kind == DatabaseKind.MARIADB ? "" : " with time zone") + ")");
        try (AutoCloseable zone = NamedZone.set(kind, jdbc)) {
            assertThat(zone).isNotNull();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Instant instant = Instant.parse("2024-10-26T22:00:00Z").plusSeconds(300L * i);
                String time = instant.toString().substring(0, 19).replace('T', ' ');
                jdbc.update(
                        kind == DatabaseKind.MARIADB
                                ? "set statement time_zone = '+00:00' for insert into t values (?, '" + time + "')"
                                : "insert into t values (?, timestamp with time zone '" + time + "+00')",
                        i);
                expected.add(i + " " + instant.toString().substring(0, 19));
            }
            TableQuery query = query("timestamp");

            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            read(strategy(query, "id"), query, rows);

            assertThat(rows)
                    .extracting(row -> row.get("id") + " "
                            + String.valueOf(row.get("updated_at")).substring(0, 19))
                    .containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAheadOfTheClockAreReadAndTheStateStopsBeforeThem(DatabaseKind kind) throws SQLException {
        JdbcTemplate jdbc = jdbc(kind, "create table t (id bigint primary key, updated_at bigint)");
        for (int i = 1; i <= 40; i++) {
            long cursor = now.toEpochMilli()
                    + Duration.ofMinutes(i).toMillis()
                    - Duration.ofMinutes(25).toMillis();
            jdbc.update("insert into t values (?, ?)", i, cursor);
        }
        TableQuery query = query("epoch-millis");
        KeyBasedStrategy strategy = strategy(query, "id");
        strategy.setCursorType("epoch-millis");
        strategy.setInitialCursor("0");

        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        WorkPlan plan = read(strategy, query, rows);
        assertThat(rows).hasSize(40);
        assertThat(Objects.requireNonNull(plan.state()).get("last_key").intValue())
                .isBetween(24, 30);

        strategy.setDelay("10m");
        rows.clear();
        plan = read(strategy, query, rows);
        assertThat(rows).hasSizeBetween(14, 20);
        assertThat(Objects.requireNonNull(plan.state()).get("last_key").intValue())
                .isEqualTo(rows.size());
    }

    /** Reads all ranges of a sync that restarts from the beginning, the last one first. */
    private WorkPlan read(KeyBasedStrategy strategy, TableQuery query, List<Map<String, @Nullable Object>> rows)
            throws SQLException {
        return read(strategy, null, query, rows);
    }

    private WorkPlan read(
            KeyBasedStrategy strategy,
            @Nullable ObjectNode state,
            TableQuery query,
            List<Map<String, @Nullable Object>> rows)
            throws SQLException {
        WorkPlan plan = strategy.plan(state, now, 1000);
        int pages = 0;
        List<WorkUnit> ranges = new ArrayList<>();
        for (List<WorkUnit> more = plan.next(); !more.isEmpty(); more = plan.next()) {
            ranges.addAll(more);
        }
        for (int i = ranges.size() - 1; i >= 0; i--) {
            Paging paging = strategy.range(ranges.get(i), now);
            while (paging.hasNext()) {
                List<Map<String, @Nullable Object>> page = page(query, paging);
                assertThat(page).hasSizeLessThanOrEqualTo(SIZE);
                page.forEach(paging::see);
                paging.pageRead(null);
                rows.addAll(page);
                pages++;
                expectOutcomeWithTheLastRowsOnly(paging, page);
            }
            assertThat(plan.hasNext()).isTrue();
            plan.done(ranges.get(i), Objects.requireNonNull(paging.end()));
        }
        assertThat(plan.hasNext()).isFalse();
        assertThat(pages)
                .as("one for each range, and one at most for each end")
                .isBetween(ranges.size(), ranges.size() + 3);
        return plan;
    }

    private static void expectOutcomeWithTheLastRowsOnly(Paging paging, List<Map<String, @Nullable Object>> page) {
        for (int i = 0; i < page.size(); i++) {
            boolean last = i == page.size() - 1;
            ObjectNode outcome = paging.stateAfter(page.subList(i, i + 1), last ? null : page.get(i + 1));
            assertThat(outcome != null).isEqualTo(last && !paging.hasNext());
        }
    }

    private List<Map<String, @Nullable Object>> page(TableQuery query, Paging paging) throws SQLException {
        SourceStatement statement =
                query.statement(Objects.requireNonNull(paging.next().rows()), ":");
        TypedRows rows = new TypedRows();
        rows.setDataSource(Objects.requireNonNull(database).dataSource());
        return new NamedParameterJdbcTemplate(rows)
                .query(
                        statement.rows(List.of()),
                        statement.conditions().values(),
                        (row, number) -> record(row.getObject(1)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> record(Object row) {
        return (Map<String, @Nullable Object>) row;
    }

    private static KeyBasedStrategy strategy(TableQuery query, String key) {
        KeyBasedStrategy strategy = new KeyBasedStrategy();
        strategy.setKeyField(key);
        strategy.setPageSize(SIZE);
        strategy.setMarks(query);
        return strategy;
    }

    private TableQuery query(String cursorType) {
        TableQuery query = new TableQuery();
        query.setDataSource(Objects.requireNonNull(database).dataSource());
        query.setTable("t");
        query.setCursorType(cursorType);
        query.setInitialCursor(cursorType.equals("timestamp") ? "2024-01-01T00:00:00Z" : "0");
        return query;
    }

    /** A new database. */
    private JdbcTemplate jdbc(DatabaseKind kind, String... statements) {
        TestDatabase fresh = TestDatabase.open(kind);
        database = fresh;
        JdbcTemplate jdbc = fresh.jdbc();
        for (String statement : statements) {
            jdbc.execute(statement);
        }
        return jdbc;
    }
}
