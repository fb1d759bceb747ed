package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are equal is what the database says, within a chunk too. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class EqualKeysTest {

    /**
     * A type of a key.
     *
     * @param type of the column of a table that exists
     * @param sink the type in the sink's {@code columns}; empty to infer it
     * @param one a key
     * @param other another form of the same key
     * @param different another key
     */
    private record Key(String type, String sink, Object one, Object other, Object different) {}

    private static final String UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1";

    private static final Map<DatabaseKind, List<String>> PREPARATIONS = Map.of(
            DatabaseKind.H2,
            List.of(),
            DatabaseKind.MARIADB,
            List.of(),
            DatabaseKind.DUCKDB,
            List.of("create type mood as enum ('sad', 'happy')"),
            DatabaseKind.POSTGRESQL,
            List.of(
                    "create extension citext",
                    "create type mood as enum ('sad', 'happy')",
                    "create type \"Odd Mood\" as enum ('sad', 'happy')",
                    "create domain folded as citext",
                    "create collation \"No Case\" (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"));

    private static final Map<DatabaseKind, List<Key>> KEYS = Map.of(
            DatabaseKind.POSTGRESQL,
            List.of(
                    new Key("bytea", "BINARY", "AQI=", "AQI=", "AQM="),
                    new Key("bytea", "", new byte[] {1, 2}, new byte[] {1, 2}, new byte[] {1}),
                    new Key("numeric", "", 1, new BigDecimal("1.0"), 2),
                    new Key("numeric(10,2)", "DECIMAL(10,2)", "1", new BigDecimal("1.0"), 2),
                    new Key("float8", "DOUBLE", 0.0, -0.0, 1.5),
                    new Key("float8", "DOUBLE", Double.NaN, Double.NaN, 1.5),
                    new Key("float4", "", -0.0F, 0.0F, 1.5F),
                    new Key("char(5)", "STRING", "a", "a   ", "A"),
                    new Key("citext", "STRING", "a", "A", "b"),
                    new Key("citext", "", "ä", "Ä", "b"),
                    new Key("folded", "STRING", "a", "A", "b"),
                    new Key("text collate \"No Case\"", "STRING", "a", "A", "á"),
                    new Key("varchar(5) collate \"No Case\"", "", "a", "A", "b"),
                    new Key("text", "STRING", "a", "a", "A"),
                    new Key("uuid", "STRING", UUID + "a", UUID + "A", UUID + "b"),
                    new Key("uuid", "", UUID + "a", "{" + UUID + "A}", UUID + "b"),
                    new Key("mood", "STRING", "sad", "sad", "happy"),
                    new Key("\"Odd Mood\"", "", "sad", "sad", "happy"),
                    new Key("jsonb", "JSON", Map.of("a", 1), Map.of("a", new BigDecimal("1.0")), List.of()),
                    new Key("boolean", "BOOLEAN", true, "yes", 0),
                    new Key("date", "NAIVE_DATE", "2024-01-01", "2024-01-01T00:00:00", "2024-01-02"),
                    new Key("time", "NAIVE_TIME", "10:15", "10:15:00.0", "00:00"),
                    new Key(
                            "timestamp(3)",
                            "NAIVE_DATETIME",
                            "2024-01-01T00:00",
                            "2024-01-01 00:00:00.0",
                            "2024-01-02"),
                    new Key("timestamptz", "UTC_DATETIME", "2024-01-01T00:00Z", "2024-01-01T02:00+02:00", 1700000000)),
            DatabaseKind.H2,
            List.of(
                    new Key("varbinary", "BINARY", "AQI=", "AQI=", "AQM="),
                    new Key("binary(4)", "BINARY", "AQI=", "AQIA", "AQM="),
                    new Key("binary(4)", "", new byte[] {1}, new byte[] {1, 0}, new byte[] {2}),
                    new Key("decfloat", "", 1, new BigDecimal("1.0"), 2),
                    new Key("numeric(10,2)", "DECIMAL(10,2)", "1", new BigDecimal("1.0"), 2),
                    new Key("double precision", "DOUBLE", 0.0, -0.0, 1.5),
                    new Key("double precision", "DOUBLE", Double.NaN, Double.NaN, 1.5),
                    new Key("real", "", -0.0F, 0.0F, 1.5F),
                    new Key("char(5)", "STRING", "a", "a   ", "A"),
                    new Key("varchar_ignorecase", "STRING", "a", "A", "á"),
                    new Key("varchar_ignorecase(9)", "", "ä", "Ä", "b"),
                    new Key("varchar", "STRING", "a", "a", "A"),
                    new Key("uuid", "STRING", UUID + "a", UUID + "A", UUID + "b"),
                    new Key("uuid", "", UUID + "a", UUID + "A", UUID + "b"),
                    new Key("enum('sad', 'happy')", "STRING", "sad", "Sad", "happy"),
                    new Key("json", "JSON", Map.of("a", 1), Map.of("a", new BigDecimal("1.0")), List.of()),
                    new Key("boolean", "BOOLEAN", true, "yes", 0),
                    new Key("date", "NAIVE_DATE", "2024-01-01", "2024-01-01T00:00:00", "2024-01-02"),
                    new Key("time(9)", "NAIVE_TIME", "10:15", "10:15:00.0", "00:00"),
                    new Key("timestamp", "NAIVE_DATETIME", "2024-01-01T00:00", "2024-01-01 00:00:00.0", "2024-01-02"),
                    new Key(
                            "timestamp with time zone",
                            "UTC_DATETIME",
                            "2024-01-01T00:00Z",
                            "2024-01-01T02:00+02:00",
                            1700000000)),
            DatabaseKind.MARIADB,
            List.of(
                    new Key("varbinary(9)", "BINARY", "AQI=", "AQI=", "AQM="),
                    new Key("binary(4)", "BINARY", "AQI=", "AQIA", "AQM="),
                    new Key("decimal(10,2)", "DECIMAL(10,2)", "1", new BigDecimal("1.0"), 2),
                    new Key("double", "DOUBLE", 0.0, -0.0, 1.5),
                    new Key("double(10,2)", "DOUBLE", 1.121, 1.122, 1.5),
                    new Key("float", "DOUBLE", 0.1, 0.1000000001, 1.5),
                    new Key("char(5) collate utf8mb4_nopad_bin", "STRING", "a", "a   ", "A"),
                    new Key("char(5) collate utf8mb4_general_ci", "", "a", "A   ", "b"),
                    new Key("varchar(9) collate utf8mb4_general_ci", "STRING", "a", "Á ", "b"),
                    new Key("varchar(9) character set utf8mb4 collate utf8mb4_uca1400_ai_ci", "", "a", "á", "b"),
                    new Key("varchar(9) character set latin1 collate latin1_swedish_ci", "STRING", "é", "É", "?"),
                    new Key("varchar(9) collate utf8mb4_bin", "STRING", "a", "a  ", "A"),
                    new Key("varchar(9) collate utf8mb4_nopad_bin", "STRING", "a", "a", "a "),
                    new Key("enum('sad', 'happy')", "STRING", "sad", "Sad", "happy"),
                    new Key("uuid", "STRING", UUID + "a", UUID + "A", UUID + "b"),
                    new Key("uuid", "", UUID + "a", UUID.replace("-", "") + "A", UUID + "b"),
                    new Key("boolean", "BOOLEAN", true, "yes", 0),
                    new Key("date", "NAIVE_DATE", "2024-01-01", "2024-01-01T00:00:00", "2024-01-02"),
                    new Key("time", "NAIVE_TIME", "00:00", "-00:00:00", "10:15"),
                    new Key("datetime", "NAIVE_DATETIME", "2024-01-01T00:00", "2024-01-01 00:00:00.0", "2024-01-02"),
                    new Key("datetime(6)", "UTC_DATETIME", "2024-01-01T00:00Z", "2024-01-01T02:00+02:00", 1700000000)),
            DatabaseKind.DUCKDB,
            List.of(
                    new Key("blob", "BINARY", "AQI=", "AQI=", "AQM="),
                    new Key("decimal(10,2)", "DECIMAL(10,2)", "1", new BigDecimal("1.0"), 2),
                    new Key("double", "DOUBLE", 0.0, -0.0, 1.5),
                    new Key("double", "DOUBLE", Double.NaN, Double.NaN, 1.5),
                    new Key("varchar collate nocase", "STRING", "a", "A", "á"),
                    new Key("varchar collate noaccent.nocase", "", "a", "Á", "b"),
                    new Key("varchar", "STRING", "a", "a", "A"),
                    new Key("uuid", "STRING", UUID + "a", UUID + "A", UUID + "b"),
                    new Key("uuid", "", UUID + "a", "{" + UUID + "A}", UUID + "b"),
                    new Key("mood", "STRING", "sad", "sad", "happy"),
                    new Key("json", "JSON", Map.of("a", 1), Map.of("a", new BigDecimal("1.0")), List.of()),
                    new Key("boolean", "BOOLEAN", true, "yes", 0),
                    new Key("date", "NAIVE_DATE", "2024-01-01", "2024-01-01T00:00:00", "2024-01-02"),
                    new Key("time", "NAIVE_TIME", "10:15", "10:15:00.0", "00:00"),
                    new Key("timestamp", "NAIVE_DATETIME", "2024-01-01T00:00", "2024-01-01 00:00:00.0", "2024-01-02"),
                    new Key("timestamptz", "UTC_DATETIME", "2024-01-01T00:00Z", "2024-01-01T02:00+02:00", 1700000000)));

    private final DatabaseKind kind;
    private final List<Key> keys;

    EqualKeysTest(DatabaseKind kind) {
        this.kind = kind;
        this.keys = Objects.requireNonNull(KEYS.get(kind));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void equalKeysOfAChunkBecomeTheRowThatRecordsOneByOneMake(boolean versioned) throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        try (TestDatabase database = TestDatabase.open(kind)) {
            List<String> names = create(database);
            try (Routes routes = new Routes(database, Map.of(), routes(names, versioned))) {
                for (int i = 0; i < keys.size(); i++) {
                    for (String order : List.of("up", "down")) {
                        Key key = keys.get(i);
                        String what = key + " " + order;
                        List<Map<String, Object>> records = records(key, order.equals("down"), versioned);
                        String chunk = "chunk_" + order + i;
                        String single = "single_" + order + i;
                        expected.put(
                                what,
                                "2 written, then 0; "
                                        + counted(() -> {
                                            for (Map<String, Object> record : records) {
                                                written(routes, single, List.of(record));
                                            }
                                            return rows(database, single);
                                        }));
                        actual.put(
                                what,
                                counted(() -> written(routes, chunk, records) + " written, then "
                                        + written(routes, chunk, records) + "; " + rows(database, chunk)));
                        if (versioned) {
                            expected.put(what + " again", "0 written");
                            actual.put(what + " again", counted(() -> {
                                long again = 0;
                                for (Map<String, Object> record : records) {
                                    again += written(routes, single, List.of(record));
                                }
                                return again + " written";
                            }));
                        }
                    }
                }
            }
        }
        assertEqual(actual, expected);
        assertThat(expected.values()).allMatch(value -> value.contains("=last") || value.equals("0 written"));
    }

    @Test
    void aRefusedRowHidesNoOtherOfItsKey() throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        try (TestDatabase database = TestDatabase.open(kind)) {
            List<String> names = create(database);
            try (Routes routes = new Routes(database, Map.of(), routes(names, false))) {
                for (int i = 0; i < keys.size(); i++) {
                    Key key = keys.get(i);
                    String table = "chunk_up" + i;
                    expected.put(key.toString(), "2 written, [other, second], rejects [bad1, bad2]");
                    actual.put(
                            key.toString(),
                            counted(() -> written(
                                            routes,
                                            table,
                                            List.of(
                                                    record(key.one(), "first"),
                                                    record(key.other(), "second"),
                                                    record(key.one(), "bad1"),
                                                    record(key.different(), "other"),
                                                    record(key.other(), "bad2")))
                                    + " written, " + values(database, table) + ", rejects "
                                    + rejects(database, table)));
                }
            }
        }
        assertEqual(actual, expected);
    }

    @Test
    void keysOfSeveralColumnsAreComparedColumnByColumn() throws Exception {
        String type = Objects.requireNonNull(Map.of(
                        DatabaseKind.H2, "varchar_ignorecase(9)",
                        DatabaseKind.POSTGRESQL, "varchar(9) collate \"No Case\"",
                        DatabaseKind.MARIADB, "varchar(9) collate utf8mb4_general_ci",
                        DatabaseKind.DUCKDB, "varchar collate nocase")
                .get(kind));
        try (TestDatabase database = TestDatabase.open(kind)) {
            prepare(database);
            database.jdbc()
                    .execute("create table \"t\" (\"v\" varchar(20), \"n\" int not null, \"k\" " + type
                            + " not null, primary key (\"k\", \"n\"))");
            try (Routes routes = new Routes(
                    database, Map.of(), route("t", "primaryKey: 'k, n'", "columns: 'k:STRING, v:STRING, n:INT'"))) {
                List<Map<String, Object>> records = List.of(
                        Map.of("k", "a", "n", 1, "v", "first"),
                        Map.of("k", "A", "n", 2, "v", "two"),
                        Map.of("k", "b", "n", 1, "v", "b"),
                        Map.of("k", "A", "n", 1, "v", "last"));
                assertThat(written(routes, "t", records)).isEqualTo(3);
                assertThat(written(routes, "t", records)).isZero();
                assertThat(database.jdbc().queryForList("select \"v\" from \"t\" order by \"n\", \"v\"", String.class))
                        .containsExactly("b", "last", "two");
            }
        }
    }

    /** Beside a column of the database's own equality, the bytes of a text count as they do alone. */
    @Test
    void aTextBesideAnotherEqualityIsNotFolded() throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            prepare(database);
            database.jdbc()
                    .execute("create table \"t\" (\"k\" uuid not null, \"c\" varchar(9)"
                            + (kind == DatabaseKind.MARIADB ? " character set utf8mb4 collate utf8mb4_nopad_bin" : "")
                            + " not null, \"v\" varchar(20), primary key (\"k\", \"c\"))");
            try (Routes routes = new Routes(
                    database, Map.of(), route("t", "primaryKey: 'k, c'", "columns: 'k:STRING, c:STRING, v:STRING'"))) {
                List<Map<String, Object>> records = new ArrayList<>();
                for (String code : List.of("A", "a", "a ", "\u00e4")) {
                    records.add(Map.of("k", UUID + "1", "c", code, "v", code));
                }

                assertThat(written(routes, "t", records)).isEqualTo(4);
                assertThat(written(routes, "t", records)).isZero();
                assertThat(database.count("\"t\"")).isEqualTo(4);
            }
        }
    }

    /** What is too long for the column is equal to nothing there, and a reject. */
    @Test
    void aKeyThatIsTooLongDoesNotEqualItsPrefix() throws Exception {
        List<List<Object>> types =
                switch (kind) {
                    case POSTGRESQL ->
                        List.of(
                                List.of("bit(3)", "STRING", "101", "10110", "10111"),
                                List.of("varbit(3)", "STRING", "101", "1011", "10111"),
                                List.of("char(3)", "STRING", "abc", "abcd", "abce"));
                    case MARIADB, H2 ->
                        List.of(
                                List.of("binary(3)", "BINARY", "AQID", "AQIDBA==", "AQIDBQ=="),
                                List.of("char(3)", "STRING", "abc", "abcd", "abce"));
                    case DUCKDB -> List.of();
                };
        for (List<Object> type : types) {
            try (TestDatabase database = TestDatabase.open(kind)) {
                database.jdbc()
                        .execute("create table \"t\" (\"k\" " + type.get(0) + " primary key, \"v\" varchar(20))");
                try (Routes routes = new Routes(
                        database,
                        Map.of(),
                        route(
                                "t",
                                "primaryKey: k",
                                "columns: 'k:" + type.get(1) + ", v:STRING'",
                                "maxRejectRatio: 1"))) {
                    assertThat(written(
                                    routes,
                                    "t",
                                    List.of(
                                            record(type.get(2), "fits"),
                                            record(type.get(3), "long"),
                                            record(type.get(4), "longer"))))
                            .as(type.toString())
                            .isEqualTo(1);
                    assertThat(values(database, "t")).as(type.toString()).containsExactly("fits");
                    assertThat(database.count("tidemark_rejects"))
                            .as(type.toString())
                            .isEqualTo(2);
                }
            }
        }
    }

    @Test
    void aKeyThatTheDatabaseCannotReadIsARejectAmongEqualOnes() throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc().execute("create table \"t\" (\"k\" uuid primary key, \"v\" varchar(20))");
            try (Routes routes =
                    new Routes(database, Map.of(), route("t", "primaryKey: k", "columns: 'k:STRING, v:STRING'"))) {
                List<Map<String, Object>> records = new ArrayList<>();
                for (int i = 0; i < 9; i++) {
                    records.add(record(UUID + i, "first"));
                }
                records.add(record(UUID + "a", "first"));
                records.add(record("none", "x"));
                records.add(record("{none", "y"));
                records.add(record("none", "z"));
                records.add(record(UUID + "A", "last"));
                assertThat(written(routes, "t", records)).isEqualTo(10);
                assertThat(written(routes, "t", records)).isZero();
                assertThat(database.jdbc().queryForList("select \"v\" from \"t\" where \"v\" <> 'first'", String.class))
                        .containsExactly("last");
                assertThat(database.jdbc().queryForList("select record from tidemark_rejects", String.class))
                        .containsExactlyInAnyOrder(
                                "{\"k\":\"none\",\"v\":\"x\"}",
                                "{\"k\":\"{none\",\"v\":\"y\"}",
                                "{\"k\":\"none\",\"v\":\"z\"}");
            }
        }
    }

    @Test
    void aKeyOutsideTheCharacterSetDoesNotEqualAQuestionMark() throws Exception {
        assumeThat(kind).isEqualTo(DatabaseKind.MARIADB);
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc()
                    .execute("create table \"t\" (\"k\" varchar(9) character set latin1 collate latin1_swedish_ci"
                            + " primary key, \"v\" varchar(20))");
            try (Routes routes = new Routes(database, Map.of(), route("t", "primaryKey: k"))) {
                assertThat(written(
                                routes,
                                "t",
                                List.of(
                                        record("?", "kept"),
                                        record("漢", "refused"),
                                        record("é", "one"),
                                        record("É", "last"))))
                        .isEqualTo(2);
                assertThat(rows(database, "t")).isEqualTo("?=kept, é=last");
                assertThat(database.jdbc().queryForList("select record from tidemark_rejects", String.class))
                        .containsExactly("{\"k\":\"漢\",\"v\":\"refused\"}");
            }
        }
    }

    @Test
    void noKeyOfATableThatTheSinkMakesIsComparedByAStatement() throws Exception {
        String columns =
                "s:STRING, i:INT, l:LONG, d:DECIMAL(9,2), f:DOUBLE, b:BINARY, o:BOOLEAN, j:JSON, a:NAIVE_DATE, t:NAIVE_TIME,"
                        + " n:NAIVE_DATETIME, u:UTC_DATETIME";
        try (TestDatabase database = TestDatabase.open(kind);
                Routes routes =
                        new Routes(database, Map.of(), route("t", "primaryKey: 's, l'", "columns: '" + columns + "'"));
                Connection connection = database.address().connect()) {
            written(routes, "t", List.of(Map.of("s", "a", "l", 1)));
            Map<String, UnaryOperator<String>> compared =
                    new TableCatalog(connection, Dialect.of(connection), "t").compared();
            // JSON of MariaDB is a text of a collation of its own; it cannot be a key.
            assertThat(compared.keySet()).isSubsetOf(kind == DatabaseKind.MARIADB ? Set.of("j") : Set.of());
        }
    }

    private static void assertEqual(Map<String, String> actual, Map<String, String> expected) {
        List<String> differences = expected.entrySet().stream()
                .filter(each -> !each.getValue().equals(actual.get(each.getKey())))
                .map(each -> "\n" + each.getKey() + "\n  is:        " + actual.get(each.getKey()) + "\n  should be: "
                        + each.getValue())
                .toList();
        assertThat(differences).isEmpty();
    }

    private interface Attempt {
        String run() throws Exception;
    }

    /** One failure must not hide how the other keys fare. */
    private static String counted(Attempt attempt) {
        try {
            return attempt.run();
        } catch (Exception | AssertionError e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "failed: " + cause.getMessage();
        }
    }

    private void prepare(TestDatabase database) {
        Objects.requireNonNull(PREPARATIONS.get(kind)).forEach(database.jdbc()::execute);
    }

    private List<String> create(TestDatabase database) {
        prepare(database);
        List<String> names = new ArrayList<>();
        for (String mode : List.of("chunk_up", "chunk_down", "single_up", "single_down")) {
            for (int i = 0; i < keys.size(); i++) {
                database.jdbc()
                        .execute("create table \"" + mode + i + "\" (\"k\" "
                                + keys.get(i).type()
                                + " not null primary key, \"v\" varchar(20) check (\"v\" not like 'bad%'), \"at\" "
                                + (kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp(6) with time zone")
                                        .replace(
                                                "timestamp(6)",
                                                kind == DatabaseKind.DUCKDB ? "timestamp" : "timestamp(6)")
                                + ")");
                names.add(mode + i);
            }
        }
        return names;
    }

    private String[] routes(List<String> names, boolean versioned) {
        return names.stream()
                .map(name -> {
                    String sink = keys.get(Integer.parseInt(name.replaceAll("\\D", "")))
                            .sink();
                    List<String> parameters = new ArrayList<>(List.of("primaryKey: k"));
                    if (versioned) {
                        parameters.add("versionColumn: at");
                    }
                    if (!sink.isEmpty()) {
                        parameters.add("columns: 'k:" + sink + ", v:STRING, at:UTC_DATETIME'");
                    }
                    parameters.add("maxRejectRatio: 1");
                    return route(name, parameters.toArray(String[]::new));
                })
                .toArray(String[]::new);
    }

    private static String route(String table, String... parameters) {
        return SinkRoute.of(table, "table: " + table, String.join(", ", parameters));
    }

    /** Two of one key, of which the second is last or, with versions, the newest; and another one between. */
    private static List<Map<String, Object>> records(Key key, boolean swapped, boolean versioned) {
        List<Object> forms = new ArrayList<>(List.of(key.one(), key.other()));
        if (swapped) {
            Collections.reverse(forms);
        }
        List<Map<String, Object>> records = new ArrayList<>();
        if (versioned) {
            records.add(versioned(forms.get(0), "older", 1));
            records.add(versioned(forms.get(1), "last", 3));
            records.add(versioned(key.different(), "other", 1));
            records.add(versioned(forms.get(0), "older", 2));
        } else {
            records.add(record(forms.get(1), "zeroth"));
            records.add(record(forms.get(0), "first"));
            records.add(record(key.different(), "other"));
            records.add(record(forms.get(1), "last"));
        }
        return records;
    }

    private static Map<String, Object> record(Object key, String value) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("k", key);
        record.put("v", value);
        return record;
    }

    private static Map<String, Object> versioned(Object key, String value, int second) {
        Map<String, Object> record = record(key, value);
        record.put("at", "2024-01-01T00:00:0" + second + "Z");
        return record;
    }

    private static long written(Routes routes, String table, List<Map<String, Object>> records) throws Exception {
        AtomicReference<ChunkWrite> seen = new AtomicReference<>();
        EventNotifier statements = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().startsWith("jdbc:")) {
                    seen.set(ChunkTransaction.of(sending.getExchange()).write());
                }
            }
        };
        routes.context().getManagementStrategy().addEventNotifier(statements);
        Exchange sent = routes.context()
                .createProducerTemplate()
                .send("direct:" + table, exchange -> exchange.getMessage().setBody(records));
        routes.context().getManagementStrategy().removeEventNotifier(statements);
        if (sent.getException() != null) {
            throw sent.getException();
        }
        ChunkWrite write = Objects.requireNonNull(seen.get());
        assertThat(write.written() + write.unchanged() + write.rejects().size()).isEqualTo(records.size());
        return write.written();
    }

    /** Keys, in the form in which the table has them, and values. */
    private static String rows(TestDatabase database, String table) {
        return String.join(
                ", ",
                database.jdbc()
                        .query(
                                "select \"k\", \"v\" from \"" + table + "\" order by \"v\"",
                                (row, number) -> text(row.getObject(1)) + "=" + row.getString(2)));
    }

    private static String text(Object value) throws SQLException {
        byte[] bytes = value instanceof Blob blob
                ? blob.getBytes(1, (int) blob.length())
                : value instanceof byte[] array ? array : null;
        return bytes == null ? value.toString() : Arrays.toString(bytes);
    }

    private static List<String> values(TestDatabase database, String table) {
        return database.jdbc().queryForList("select \"v\" from \"" + table + "\" order by \"v\"", String.class);
    }

    private static List<String> rejects(TestDatabase database, String table) {
        return database
                .jdbc()
                .queryForList("select record from tidemark_rejects where table_name = ?", String.class, table)
                .stream()
                .map(record -> record.replaceAll(".*\"(bad.)\".*", "$1"))
                .sorted()
                .toList();
    }
}
