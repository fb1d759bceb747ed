package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that few databases have: written where the destination has them, else a reject that names column and value. */
class OddValuesTest {

    /**
     * A value.
     *
     * @param type of the column that it is in
     * @param sink the type in the sink's {@code columns}
     * @param record the value in the record, as text
     * @param homes the destinations that have it
     */
    private record Odd(String type, String literal, String sink, String record, Set<DatabaseKind> homes) {}

    private static final DatabaseKind H2 = DatabaseKind.H2;
    private static final DatabaseKind POSTGRESQL = DatabaseKind.POSTGRESQL;
    private static final DatabaseKind MARIADB = DatabaseKind.MARIADB;
    private static final DatabaseKind DUCKDB = DatabaseKind.DUCKDB;

    private static final Map<DatabaseKind, List<Odd>> ODDITIES = Map.of(
            POSTGRESQL,
            List.of(
                    odd("timestamp", "'infinity'", "NAIVE_DATETIME", "infinity", POSTGRESQL, DUCKDB),
                    odd("timestamptz", "'-infinity'", "UTC_DATETIME", "-infinity", POSTGRESQL, DUCKDB),
                    odd("date", "'infinity'", "NAIVE_DATE", "infinity", POSTGRESQL, DUCKDB),
                    odd("date", "'-infinity'", "NAIVE_DATE", "-infinity", POSTGRESQL, DUCKDB),
                    odd("date", "'0044-03-15 BC'", "NAIVE_DATE", "-0043-03-15", POSTGRESQL, DUCKDB, H2),
                    odd("date", "'0001-12-31 BC'", "NAIVE_DATE", "+0000-12-31", POSTGRESQL, DUCKDB, H2),
                    odd("date", "'12345-01-01'", "NAIVE_DATE", "+12345-01-01", POSTGRESQL, DUCKDB, H2),
                    odd(
                            "timestamp",
                            "'0044-03-15 01:02:03.5 BC'",
                            "NAIVE_DATETIME",
                            "-0043-03-15T01:02:03.5",
                            POSTGRESQL,
                            DUCKDB,
                            H2),
                    odd(
                            "timestamptz",
                            "'0044-03-15 01:02:03+00 BC'",
                            "UTC_DATETIME",
                            "-0043-03-15T01:02:03Z",
                            POSTGRESQL,
                            DUCKDB,
                            H2),
                    odd(
                            "timestamptz",
                            "'12345-01-01 01:02:03+00'",
                            "UTC_DATETIME",
                            "+12345-01-01T01:02:03Z",
                            POSTGRESQL,
                            DUCKDB,
                            H2),
                    odd("time", "'24:00:00'", "NAIVE_TIME", "24:00:00", POSTGRESQL, DUCKDB, MARIADB),
                    odd("numeric", "'NaN'", "DECIMAL(20,2)", "NaN"),
                    odd("numeric", "'NaN'", "DOUBLE", "NaN", POSTGRESQL, DUCKDB, H2),
                    odd("float8", "'NaN'", "DOUBLE", "NaN", POSTGRESQL, DUCKDB, H2),
                    odd("float8", "'-Infinity'", "DOUBLE", "-Infinity", POSTGRESQL, DUCKDB, H2),
                    odd("float4", "'NaN'", "FLOAT", "NaN", POSTGRESQL, DUCKDB, H2)),
            MARIADB,
            List.of(
                    odd("time", "'-12:30:00'", "NAIVE_TIME", "-12:30:00", MARIADB),
                    odd("time(6)", "'838:59:58.5'", "NAIVE_TIME", "838:59:58.5", MARIADB),
                    odd("date", "'0000-00-00'", "NAIVE_DATE", "0000-00-00"),
                    odd("date", "'2024-00-15'", "NAIVE_DATE", "2024-00-15"),
                    odd("datetime", "'0000-00-00'", "NAIVE_DATETIME", "0000-00-00 00:00:00"),
                    odd("datetime(6)", "'2024-00-15 10:00'", "NAIVE_DATETIME", "2024-00-15 10:00:00.000000"),
                    odd("tinyint(1)", "5", "BOOLEAN", "5")),
            H2,
            List.of(
                    odd("date", "date '-0043-03-15'", "NAIVE_DATE", "-0043-03-15", POSTGRESQL, DUCKDB, H2),
                    odd(
                            "timestamp with time zone",
                            "timestamp with time zone '-0043-03-15 01:02:03+00'",
                            "UTC_DATETIME",
                            "-0043-03-15T01:02:03Z",
                            POSTGRESQL,
                            DUCKDB,
                            H2),
                    odd("date", "date '999999-01-01'", "NAIVE_DATE", "+999999-01-01", H2),
                    odd("decfloat", "'NaN'", "DECIMAL(20,2)", "NaN"),
                    odd("double precision", "'Infinity'", "DOUBLE", "Infinity", POSTGRESQL, DUCKDB, H2)),
            DUCKDB,
            List.of(
                    odd("timestamp", "'infinity'", "NAIVE_DATETIME", "infinity", POSTGRESQL, DUCKDB),
                    odd("timestamp_ns", "'-infinity'", "NAIVE_DATETIME", "-infinity", POSTGRESQL, DUCKDB),
                    odd("timestamp_ms", "'infinity'", "NAIVE_DATETIME", "infinity", POSTGRESQL, DUCKDB),
                    odd("timestamptz", "'-infinity'", "UTC_DATETIME", "-infinity", POSTGRESQL, DUCKDB),
                    odd("date", "'-infinity'", "NAIVE_DATE", "-infinity", POSTGRESQL, DUCKDB),
                    odd(
                            "timestamp",
                            "'0044-03-15 (BC) 01:02:03'",
                            "NAIVE_DATETIME",
                            "-0043-03-15T01:02:03",
                            POSTGRESQL,
                            DUCKDB,
                            H2),
                    odd("time", "'24:00:00'", "NAIVE_TIME", "24:00:00", POSTGRESQL, DUCKDB, MARIADB),
                    odd("double", "'NaN'", "DOUBLE", "NaN", POSTGRESQL, DUCKDB, H2)));

    private static Odd odd(String type, String literal, String sink, String record, DatabaseKind... homes) {
        return new Odd(type, literal, sink, record, Set.of(homes));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(DatabaseKind.values())
                .flatMap(from -> Stream.of(DatabaseKind.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anOddValueIsWrittenWhereTheDestinationHasItAndElseRejected(DatabaseKind from, DatabaseKind to) {
        List<Odd> odds = Objects.requireNonNull(ODDITIES.get(from));
        try (SourceDatabase warehouse = new SourceDatabase(from.create());
                TestDatabase destination = TestDatabase.open(to)) {
            fill(from, warehouse, odds);
            StringBuilder columns = new StringBuilder("id:LONG, updated_at:NAIVE_DATETIME");
            for (int i = 0; i < odds.size(); i++) {
                columns.append(", c").append(i).append(':').append(odds.get(i).sink());
            }
            SourceYaml source =
                    SourceDatabase.source("t", "id").sink("columns", columns).sink("maxRejectRatio", 1);

            SyncResult result = warehouse.sync(destination, source);

            assertThat(result.error()).isNull();
            Map<String, String> written = written(destination);
            Map<String, String> expected = new TreeMap<>();
            List<String> reasons = SourceTypesTest.reasons(destination);
            for (int i = 0; i < odds.size(); i++) {
                Odd odd = odds.get(i);
                if (odd.homes().contains(to)) {
                    expected.put("c" + i, odd.record());
                } else {
                    String column = "column c" + i + " is " + odd.sink() + ", and the value does not fit: ";
                    assertThat(reasons).as(odd.toString()).anyMatch(reason -> reason.startsWith(column));
                    assertThat(reasons)
                            .filteredOn(reason -> reason.startsWith(column))
                            .allMatch(reason -> reason.contains(odd.record()) || reason.contains("the year "));
                }
            }
            assertThat(written).isEqualTo(expected);
            assertThat(reasons).hasSize(odds.size() - expected.size());
            SyncResult second = warehouse.sync(destination, source);
            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isZero();
        }
    }

    /** Without declared columns, one value must not make texts of all. */
    @Test
    void anOddNumberDoesNotWidenItsColumn() {
        try (SourceDatabase warehouse = new SourceDatabase(POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, n numeric, d float8)");
            warehouse
                    .jdbc()
                    .execute("insert into t values (1, '2024-05-17', 1, 1), (2, '2024-05-17', 'NaN', 2),"
                            + " (3, '2024-05-17', 3, 'NaN')");

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error()).isNull();
            assertThat(SourceTypesTest.records(destination))
                    .extracting(row -> row.get("n"), row -> row.get("d"))
                    .containsExactly(tuple(1L, 1.0), tuple(3L, Double.NaN));
            assertThat(SourceTypesTest.reasons(destination))
                    .singleElement()
                    .asString()
                    .contains("column n", "`NaN`");
        }
    }

    /** A single row in a column, null in the others. */
    private static void fill(DatabaseKind kind, SourceDatabase warehouse, List<Odd> odds) {
        StringBuilder table = new StringBuilder(
                "create table t (id bigint primary key, updated_at " + (kind == MARIADB ? "datetime" : "timestamp"));
        String quote = kind == MARIADB ? "" : "\"";
        for (int i = 0; i < odds.size(); i++) {
            table.append(", ").append(quote).append('c').append(i).append(quote).append(' ');
            table.append(odds.get(i).type());
        }
        warehouse.jdbc().execute(table.append(')').toString());
        for (int i = 0; i < odds.size(); i++) {
            String insert = "insert into t (id, updated_at, " + quote + "c" + i + quote + ") values (" + i
                    + ", timestamp '2024-05-17 10:00:00', " + odds.get(i).literal() + ")";
            warehouse.jdbc().execute(kind == MARIADB ? "set statement sql_mode='' for " + insert : insert);
        }
    }

    private static Map<String, String> written(TestDatabase destination) {
        Map<String, String> written = new TreeMap<>();
        SourceTypesTest.records(destination)
                .forEach(row -> row.forEach((name, value) -> {
                    if (name.startsWith("c") && value != null) {
                        written.put(name, value.toString());
                    }
                }));
        return written;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL | create type pair as (a int, b text) | pair | pair",
                "POSTGRESQL | create type pair as (a int, b text) | pair[] | _pair",
                "POSTGRESQL | create type pair as (a int, b text) | tstzmultirange | tstzmultirange",
                "H2 | create table other (a int) | java_object | JAVA_OBJECT"
            })
    void aTypeWithoutARuleIsRefusedByColumnAndType(DatabaseKind from, String before, String type, String named) {
        try (SourceDatabase warehouse = new SourceDatabase(from.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute(before);
            warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, odd " + type + ")");
            boolean array = type.endsWith("[]");
            warehouse
                    .jdbc()
                    .execute("insert into t (id, updated_at" + (array ? ", odd" : "")
                            + ") values (1, timestamp '2024-05-17 10:00:00'"
                            + (array ? ", array[row(1, 'x')::pair]" : "") + ")");

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error())
                    .containsIgnoringCase("the column `odd` is of the type " + named)
                    .contains("cast it in a view, or remove it from columns");
            assertThat(result.rowsWritten()).isZero();
            SourceYaml without = SourceDatabase.source("t", "id").with("columns", "id, updated_at");
            assertThat(warehouse.sync(destination, without).error()).isNull();
        }
    }

    /** Also where no column is declared, and the first value of all is odd. */
    @ParameterizedTest
    @EnumSource
    void aNumberInABooleanColumnIsARejectThatSaysWhatToDo(DatabaseKind to) {
        try (SourceDatabase warehouse = new SourceDatabase(MARIADB.create());
                TestDatabase destination = TestDatabase.open(to)) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at datetime, flag tinyint(1))");
            warehouse.jdbc().execute("insert into t values (1, '2024-05-17', 5), (2, '2024-05-17', 1)");

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error()).isNull();
            assertThat(SourceTypesTest.records(destination))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("flag")).isEqualTo(true));
            assertThat(SourceTypesTest.reasons(destination))
                    .containsExactly(
                            "column flag is BOOLEAN, and the value does not fit: `5` cannot be read as tinyint(1),"
                                    + " a boolean: it is neither 0 nor 1; cast the column in a view, or remove"
                                    + " it from the source's columns");
            assertThat(destination.jdbc().queryForList("select record from tidemark_rejects", String.class))
                    .containsExactly("{\"id\":1,\"updated_at\":\"2024-05-17T00:00:00\",\"flag\":\"5\"}");
        }
    }

    @Test
    void aTextTooLongForTheDestinationIsARejectOfItsColumn() {
        try (SourceDatabase warehouse = new SourceDatabase(POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, name text)");
            warehouse.jdbc().execute("insert into t values (1, '2024-05-17', 'abcd'), (2, '2024-05-17', 'abc')");
            destination
                    .jdbc()
                    .execute("create table \"records\" (\"id\" bigint primary key, \"updated_at\" timestamp(9),"
                            + " \"name\" varchar(3))");

            SyncResult result = warehouse.sync(
                    destination,
                    SourceDatabase.source("t", "id")
                            .sink("columns", "id:LONG, updated_at:NAIVE_DATETIME, name:STRING"));

            assertThat(result.error()).isNull();
            assertThat(result.rowsWritten()).isEqualTo(1);
            assertThat(SourceTypesTest.reasons(destination))
                    .containsExactly("column name is STRING, and the value does not fit: it has more than 3 characters;"
                            + " it is `abcd`");
        }
    }
}
