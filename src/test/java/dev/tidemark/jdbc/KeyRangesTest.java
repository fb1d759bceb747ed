package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.strategy.KeyBasedStrategy;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.PlannedRange;
import dev.tidemark.strategy.RangePlan;
import dev.tidemark.testing.DatabaseKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tables of real databases, read in ranges. */
class KeyRangesTest {

    private final Instant now = Instant.now();
    private static final int SIZE = 10;

    private @Nullable SingleConnectionDataSource database;

    @AfterEach
    void close() {
        if (database != null) {
            database.destroy();
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
        RangePlan plan = read(strategy, query, rows);

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
        RangePlan plan = read(strategy(query, "id"), query, rows);

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
        RangePlan plan = read(strategy, query, rows);
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

    /** Reads all ranges of a sync that begins anew, the last one first. */
    private RangePlan read(KeyBasedStrategy strategy, TableQuery query, List<Map<String, @Nullable Object>> rows)
            throws SQLException {
        RangePlan plan = strategy.plan(null, now, 1000);
        List<PlannedRange> ranges = new ArrayList<>(plan.next());
        assertThat(plan.next()).isEmpty();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            Paging paging = strategy.range(ranges.get(i), now);
            while (paging.hasNext()) {
                List<Map<String, @Nullable Object>> page = page(query, paging);
                assertThat(page).hasSizeLessThanOrEqualTo(SIZE);
                page.forEach(paging::see);
                paging.pageRead(null);
                rows.addAll(page);
            }
            assertThat(plan.hasEnded()).isFalse();
            plan.done(ranges.get(i), Objects.requireNonNull(paging.end()));
        }
        assertThat(plan.hasEnded()).isTrue();
        return plan;
    }

    private List<Map<String, @Nullable Object>> page(TableQuery query, Paging paging) throws SQLException {
        SourceStatement statement =
                query.statement(Objects.requireNonNull(paging.next().rows()), ":");
        PlainTimes plain = new PlainTimes();
        plain.setDataSource(Objects.requireNonNull(database));
        List<Map<String, @Nullable Object>> page = new NamedParameterJdbcTemplate(plain)
                .query(statement.rows(List.of()), statement.conditions().values(), new ColumnMapRowMapper());
        for (Map<String, @Nullable Object> row : page) {
            for (Map.Entry<String, @Nullable Object> field : row.entrySet()) {
                field.setValue(PlainValue.of(field.getValue()));
            }
        }
        return page;
    }

    private static KeyBasedStrategy strategy(TableQuery query, String key) {
        KeyBasedStrategy strategy = new KeyBasedStrategy();
        strategy.setKeyField(key);
        strategy.setPageSize(SIZE);
        strategy.setRows(query);
        return strategy;
    }

    private TableQuery query(String cursorType) {
        TableQuery query = new TableQuery();
        query.setDataSource(Objects.requireNonNull(database));
        query.setTable("t");
        query.setCursorType(cursorType);
        query.setInitialCursor(cursorType.equals("timestamp") ? "2024-01-01T00:00:00Z" : "0");
        return query;
    }

    /** A new database. */
    private JdbcTemplate jdbc(DatabaseKind kind, String... statements) throws SQLException {
        database = new SingleConnectionDataSource(kind.create().connect(), true);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        for (String statement : statements) {
            jdbc.execute(statement);
        }
        return jdbc;
    }
}
