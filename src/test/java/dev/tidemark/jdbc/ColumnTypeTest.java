package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceDatabase.Kind;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cursors and keys may be in a database: each must come back from the state as the very value it was. */
class ColumnTypeTest {

    private static final int ROWS = 30;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final TestDatabase destination = TestDatabase.open();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void close() {
        TimeZone.setDefault(zone);
        destination.close();
    }

    /** A column's type, how its n-th value is written, and the source's cursorType and initialCursor. */
    private record Cursors(String type, String value, String cursorType, String initial) {}

    static Stream<Arguments> combinations() {
        List<Cursors> cursors = List.of(
                new Cursors(
                        "timestamp",
                        "timestamp '2024-05-17 19:42:31.123456' + N * interval '1' second",
                        "timestamp",
                        "2024-01-01"),
                new Cursors(
                        "timestamp with time zone",
                        "timestamp with time zone '2024-05-17 19:42:31.123456+02:00' + N * interval '1' second",
                        "timestamp",
                        "2024-01-01T00:00:00Z"),
                new Cursors(
                        "date", "cast(date '2024-05-17' + N * interval '1' day as date)", "timestamp", "2024-01-01"),
                new Cursors(
                        "varchar(40)",
                        "'2024-05-17T19:42:' || cast(10 + N as varchar) || 'Z'",
                        "timestamp",
                        "2024-01-01T00:00:00Z"),
                new Cursors("bigint", "1705276800000 + N", "epoch-millis", "0"),
                new Cursors("decimal(20,6)", "1705276800.123456 + N", "epoch-seconds", "0"),
                new Cursors("bigint", "9007199254740993 + N", "number", "0"),
                new Cursors("integer", "N", "number", "-1"),
                new Cursors("decimal(38,10)", "12345678901234567890.0000000001 + N", "number", "0"),
                new Cursors("double precision", "cast(N as double precision) / 3", "number", "-1"),
                new Cursors("real", "cast(N as real) / 3", "number", "-1"),
                new Cursors("varchar(9)", "'k' || cast(10 + N as varchar)", "text", "a"));
        List<List<String>> keys = List.of(
                List.of("bigint", "9007199254740993 + X"),
                List.of("integer", "X"),
                List.of("varchar(20)", "'a'';-- ' || cast(X as varchar)"),
                List.of("decimal(38,2)", "12345678901234567890.01 + X"),
                List.of("uuid", "cast('00000000-0000-4000-8000-0000000000' || cast(10 + X as varchar) as uuid)"),
                List.of("date", "cast(date '2024-05-17' + X * interval '1' day as date)"),
                List.of("timestamp", "timestamp '2024-05-17 19:42:31.000001' + X * interval '1' second"));
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.concat(
                        cursors.stream().map(cursor -> Arguments.of(kind, cursor, keys.get(0))),
                        keys.stream().skip(1).map(key -> Arguments.of(kind, cursors.get(0), key))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyRowIsReadAndTheNextSyncFindsWhatIsNewAndNothingElse(Kind kind, Cursors cursors, List<String> key) {
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder)) {
            warehouse
                    .jdbc()
                    .execute("create table t (id " + key.get(0) + " primary key, updated_at " + cursors.type() + ")");
            warehouse.jdbc().execute(insert(kind, cursors, key, "1, 30"));
            SourceYaml source = SourceDatabase.source("t", "id")
                    .with("pageSize", 4)
                    .with("cursorType", cursors.cursorType())
                    .with("initialCursor", cursors.initial())
                    .with("maxSkew", "1000d");

            SyncResult first = warehouse.sync(destination, source);

            assertThat(first.error()).isNull();
            assertThat(first.rowsWritten()).isEqualTo(ROWS);
            assertThat(first.pages()).isLessThan(20);
            SyncResult second = warehouse.sync(destination, source);
            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isZero();
            assertThat(second.rowsRead()).isLessThan(9);
            warehouse.jdbc().execute(insert(kind, cursors, key, "31, 36"));
            SyncResult third = warehouse.sync(destination, source);
            assertThat(third.error()).isNull();
            assertThat(third.rowsWritten()).isEqualTo(6);
            assertThat(destination.count("\"records\"")).isEqualTo(36);
        }
    }

    /** Three rows a cursor: each page but few ends inside a tie. */
    private static String insert(Kind kind, Cursors cursors, List<String> key, String range) {
        String[] ends = range.split(", ");
        String from = kind == Kind.H2
                ? "system_range(" + range + ") r(x)"
                : "range(" + ends[0] + ", " + (Integer.parseInt(ends[1]) + 1) + ") r(x)";
        String third = kind == Kind.H2 ? "((x - 1) / 3)" : "((x - 1) // 3)";
        return "insert into t select " + key.get(1).replace("X", "x") + ", "
                + cursors.value().replace("N", third) + " from " + from;
    }

    /** Its text has six digits, by which neighbours are one. */
    @Test
    void aFloatOfMariaDbIsACursorWithAllItsDigits() {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.MARIADB.create())) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at float)");
            warehouse
                    .jdbc()
                    .execute("insert into t select seq, 0.33333331 + (seq div 6) * 0.00000003 from seq_1_to_30");
            SourceYaml source = SourceDatabase.source("t", "id")
                    .with("pageSize", 4)
                    .with("cursorType", "number")
                    .with("initialCursor", "0");

            SyncResult first = warehouse.sync(destination, source);

            assertThat(first.error()).isNull();
            assertThat(first.rowsWritten()).isEqualTo(ROWS);
            assertThat(first.pages()).isLessThan(20);
            assertThat(warehouse.sync(destination, source).rowsRead()).isLessThan(13);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, timestamp, 2024-01-01T00:00:00Z, BIGINT",
        "timestamp, epoch-millis, 0, TIMESTAMP",
        "timestamp, number, 0, TIMESTAMP"
    })
    void aCursorTypeThatIsNotTheColumnsSaysSo(String type, String cursorType, String initial, String said) {
        for (Kind kind : Kind.values()) {
            try (SourceDatabase warehouse = new SourceDatabase(kind, folder)) {
                warehouse.jdbc().execute("create table t (id bigint, updated_at " + type + ")");
                SyncResult result = warehouse.sync(
                        destination,
                        SourceDatabase.source("t", "id")
                                .with("cursorType", cursorType)
                                .with("initialCursor", initial));

                assertThat(result.error()).contains("is of the type " + said, "check cursorType and initialCursor");
            }
        }
    }

    /** An hour that the clocks of this machine pass over is an hour like any other in a column without a zone. */
    @ParameterizedTest
    @EnumSource
    void theZoneOfThisMachineTouchesNoTimestamp(Kind kind) {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (SourceDatabase warehouse = new SourceDatabase(kind, folder)) {
            warehouse.jdbc().execute("create table t (id bigint, updated_at timestamp)");
            String minutes = kind == Kind.H2 ? "system_range(0, 239) r(x)" : "range(0, 240) r(x)";
            warehouse
                    .jdbc()
                    .execute("insert into t select x, timestamp '2024-03-31 00:30:00' + x * interval '1' minute from "
                            + minutes);
            warehouse
                    .jdbc()
                    .execute(
                            "insert into t select 240 + x, timestamp '2024-10-27 00:30:00' + x * interval '1' minute from "
                                    + minutes);

            SyncResult result = warehouse.sync(
                    destination,
                    SourceDatabase.source("t", "id")
                            .with("pageSize", 7)
                            .sink("columns", "id:LONG, updated_at:NAIVE_DATETIME"));

            assertThat(result.error()).isNull();
            assertThat(destination.count("\"records\"")).isEqualTo(480);
            assertThat(destination
                            .jdbc()
                            .queryForList(
                                    "select cast(\"updated_at\" as varchar) from \"records\" order by \"id\"",
                                    String.class))
                    .isEqualTo(warehouse
                            .jdbc()
                            .queryForList("select cast(updated_at as varchar) from t order by id", String.class));
        }
    }
}
