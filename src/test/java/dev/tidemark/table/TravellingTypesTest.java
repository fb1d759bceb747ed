package dev.tidemark.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.database.DestinationType;
import dev.tidemark.database.Product;
import dev.tidemark.database.TypedRow;
import dev.tidemark.jdbc.SourceTypesTest;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.TestDatabase;
import dev.tidemark.testing.TypeSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Without declared columns, those of a database source arrive with their types. */
class TravellingTypesTest {

    private static final Path DOC = Path.of("docs", "reference", "types.md");

    static Stream<Arguments> pairs() {
        return SourceTypesTest.pairs();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void columnsArriveWithTheirTypesAlsoWhereAllValuesAreNull(DatabaseKind from, DatabaseKind to) {
        List<TypeSample> types = TypeSample.of(from);
        try (SourceDatabase warehouse = new SourceDatabase(from.create());
                TestDatabase destination = TestDatabase.open(to);
                TestDatabase declared = TestDatabase.open(to)) {
            SourceTypesTest.fill(from, warehouse.jdbc(), types);
            warehouse.jdbc().execute("delete from t where id = 1");
            Map<String, DestinationType> travelling = types(warehouse.jdbc());

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));
            SyncResult other = warehouse.sync(
                    declared,
                    SourceDatabase.source("t", "id")
                            .sink(
                                    "columns",
                                    travelling.entrySet().stream()
                                            .filter(each ->
                                                    !each.getValue().word().equals("UUID"))
                                            .map(each -> each.getKey() + ":" + word(each.getValue()))
                                            .collect(Collectors.joining(", "))));

            assertThat(result.error()).isNull();
            assertThat(other.error()).isNull();
            Map<String, String> definition = definition(destination.jdbc(), false);
            travelling.forEach((name, type) -> {
                if (type.word().equals("UUID")) {
                    assertThat(definition.remove(name)).isEqualToIgnoringCase("uuid");
                }
            });
            assertThat(definition).isEqualTo(definition(declared.jdbc(), false));
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id"))
                            .rowsWritten())
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyValueArrivesAsItIsAndIsWrittenOnce(DatabaseKind from, DatabaseKind to) {
        List<TypeSample> types = TypeSample.of(from).stream()
                .filter(each ->
                        !each.literal().contains("00-00") && !each.literal().contains("-00-"))
                .filter(each ->
                        !each.literal().contains("'-12:30") && !each.literal().contains("838:59"))
                .filter(each -> to == DatabaseKind.H2 || !hasNanoseconds(each))
                .toList();
        try (SourceDatabase warehouse = new SourceDatabase(from.create());
                TestDatabase destination = TestDatabase.open(to)) {
            SourceTypesTest.fill(from, warehouse.jdbc(), types);

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error()).isNull();
            assertThat(SourceTypesTest.reasons(destination)).isEmpty();
            Map<String, @Nullable Object> row =
                    SourceTypesTest.records(destination).get(0);
            assertThat(SourceTypesTest.meanings(types, row)).containsExactlyElementsOf(SourceTypesTest.expected(types));
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id"))
                            .rowsWritten())
                    .isZero();
        }
    }

    /** Destinations cut them off. */
    private static boolean hasNanoseconds(TypeSample sample) {
        return sample.type().matches("time(stamp)?(\\(9\\)|_ns)")
                && sample.record().asText().endsWith("123456789");
    }

    @ParameterizedTest
    @EnumSource(names = "DUCKDB", mode = EnumSource.Mode.EXCLUDE)
    void lengthsArriveAndGrowWithTheirSource(DatabaseKind to) {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open(to)) {
            warehouse
                    .jdbc()
                    .execute("create table t (id varchar(36) primary key, updated_at timestamp, c varchar(20))");
            warehouse.jdbc().execute("insert into t values ('a', '2024-05-17', '12345678901234567890')");
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id"))
                            .error())
                    .isNull();
            assertThat(definition(destination.jdbc(), true))
                    .containsEntry("c", definition(destination.jdbc(), false).get("c") + " 20")
                    .containsEntry("id", definition(destination.jdbc(), false).get("id") + " 36");
            warehouse.jdbc().execute("alter table t alter column c type varchar(40)");
            warehouse.jdbc().execute("insert into t values ('b', '2024-05-18', '123456789012345678901234567890')");

            SyncResult second = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(second.error()).isNull();
            assertThat(SourceTypesTest.reasons(destination)).isEmpty();
            assertThat(SourceTypesTest.records(destination))
                    .extracting(row -> row.get("c"))
                    .containsExactly("12345678901234567890", "123456789012345678901234567890");
        }
    }

    /** Characters beyond the first 65,536 count twice in H2. */
    @ParameterizedTest
    @EnumSource
    void aTextAsLongAsItsColumnArrivesWhateverItsCharacters(DatabaseKind to) {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open(to)) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, c varchar(5))");
            warehouse
                    .jdbc()
                    .execute(
                            "insert into t values (1, '2024-05-17', 'abcde'), (2, '2024-05-17', '\ud83d\ude00\ud83d\ude00\ud83d\ude00xy')");

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error()).isNull();
            assertThat(SourceTypesTest.reasons(destination)).isEmpty();
            assertThat(SourceTypesTest.records(destination))
                    .extracting(row -> row.get("c"))
                    .containsExactly("abcde", "\ud83d\ude00\ud83d\ude00\ud83d\ude00xy");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatAreUuidsArriveAsSuch(DatabaseKind to) {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open(to)) {
            warehouse.jdbc().execute("create table t (id uuid primary key, updated_at timestamp)");
            warehouse
                    .jdbc()
                    .execute(
                            "insert into t select gen_random_uuid(), timestamp '2024-05-17' from generate_series(1, 20)");

            SyncResult first = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(first.error()).isNull();
            assertThat(definition(destination.jdbc(), false).get("id")).isEqualToIgnoringCase("uuid");
            assertThat(SourceTypesTest.records(destination).stream().map(row -> String.valueOf(row.get("id"))))
                    .containsExactlyInAnyOrderElementsOf(
                            warehouse.jdbc().queryForList("select cast(id as text) from t", String.class));
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id"))
                            .rowsWritten())
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smallserial, int2",
        "serial, int4",
        "bigserial, int8",
        "bigint generated always as identity, int8",
        "int generated by default as identity, int4",
    })
    void keysThatTheDatabaseCountsAreNumbers(String type, String arrives) {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
            warehouse.jdbc().execute("create table t (id " + type + " primary key, updated_at timestamp)");
            warehouse
                    .jdbc()
                    .execute("insert into t (updated_at) select timestamp '2024-05-17' from generate_series(1, 9)");

            SyncResult first =
                    warehouse.sync(destination, SourceDatabase.source("t", "id").with("pageSize", 4));

            assertThat(first.error()).isNull();
            assertThat(definition(destination.jdbc(), false)).containsEntry("id", arrives);
            assertThat(SourceTypesTest.records(destination))
                    .extracting(row -> String.valueOf(row.get("id")))
                    .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        }
    }

    /** Of a tie larger than a page, the next page continues in the order of the column, and not of its text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "citext | create extension citext | a,B,c,D,e,F",
                "mood | create type mood as enum ('sad', 'ok', 'a', 'z', 'b', 'y') | sad,ok,a,z,b,y",
                "number | create domain number as bigint | 1,2,9,10,11,100",
                "inet | select 1 | 10.0.0.1,10.0.0.2,10.0.0.9,10.0.0.10,10.0.0.11,10.0.0.100"
            })
    void keysOfADatabasesOwnTypesAreReadInItsOrder(String type, String before, String keys) {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute(before);
            warehouse.jdbc().execute("create table t (id " + type + " primary key, updated_at timestamp)");
            for (String key : keys.split(",")) {
                warehouse.jdbc().execute("insert into t values ('" + key + "', '2024-05-17')");
            }

            SyncResult first =
                    warehouse.sync(destination, SourceDatabase.source("t", "id").with("pageSize", 2));

            assertThat(first.error()).isNull();
            assertThat(SourceTypesTest.records(destination).stream().map(row -> String.valueOf(row.get("id"))))
                    .containsExactlyInAnyOrder(keys.split(","));
        }
    }

    @Test
    void aKeyWhoseTypeIsNotInTheSearchPathIsRefusedByName() {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create schema ext; create extension citext schema ext");
            warehouse.jdbc().execute("create table t (id ext.citext primary key, updated_at timestamp, c ext.citext)");
            warehouse.jdbc().execute("insert into t values ('a', '2024-05-17', 'Ä'), ('B', '2024-05-17', 'ä')");

            SyncResult whole = warehouse.sync(destination, SourceDatabase.source("t", "id"));
            SyncResult inPages =
                    warehouse.sync(destination, SourceDatabase.source("t", "id").with("pageSize", 1));

            assertThat(whole.error()).isNull();
            assertThat(SourceTypesTest.records(destination))
                    .extracting(row -> row.get("c"))
                    .containsExactlyInAnyOrder("Ä", "ä");
            assertThat(inPages.error()).contains("the column `id`", "\"ext\".\"citext\"", "search_path");
        }
    }

    /** A date that becomes a time at its source is not odd: the column becomes a text, as all do that hold other values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date | date '2024-05-17' | timestamp | timestamp '2024-05-18 10:00:00'",
                "uuid | random_uuid() | varchar(40) | cast('x-7' as varchar)"
            })
    void aColumnWhoseTypeChangesAtItsSourceWidens(String type, String value, String later, String changed) {
        for (DatabaseKind to : DatabaseKind.values()) {
            try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.H2.create());
                    TestDatabase destination = TestDatabase.open(to)) {
                warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, c " + type + ")");
                warehouse.jdbc().execute("insert into t values (1, timestamp '2024-05-17 00:00:00', " + value + ")");
                warehouse.sync(destination, SourceDatabase.source("t", "id"));
                warehouse.jdbc().execute("alter table t alter column c set data type " + later);
                warehouse.jdbc().execute("insert into t values (2, timestamp '2024-05-18 00:00:00', " + changed + ")");

                SyncResult second = warehouse.sync(destination, SourceDatabase.source("t", "id"));

                assertThat(second.error()).as(to.toString()).isNull();
                assertThat(SourceTypesTest.reasons(destination))
                        .as(to.toString())
                        .isEmpty();
                assertThat(destination.count("\"records\"")).isEqualTo(2);
            }
        }
    }

    /** The type of the source says nothing of what a step has made of a field. */
    @Test
    void aFieldThatAStepChangesIsTypedByItsValues() {
        Processor step = exchange -> {
            for (Object record : exchange.getMessage().getBody(List.class)) {
                Map<String, @Nullable Object> row = SourceTypesTest.record(record);
                row.put("amount", row.get("amount") + " EUR");
                row.put("day", "17.05.2024");
                row.put("other", 2024);
            }
        };
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.H2.create());
                TestDatabase destination = TestDatabase.open()) {
            warehouse
                    .jdbc()
                    .execute("create table t (\"id\" int primary key, \"updated_at\" timestamp,"
                            + " \"amount\" numeric(12,2), \"day\" date, \"other\" date)");
            warehouse
                    .jdbc()
                    .execute("insert into t values (1, timestamp '2024-05-17 00:00:00', 1.5, date '2024-05-17',"
                            + " date '2024-05-17')");

            SyncResult result = warehouse.sync(
                    destination,
                    Map.of("step", step),
                    SourceDatabase.source("t", "id").step(Map.of("process", Map.of("ref", "step"))));

            assertThat(result.error()).isNull();
            assertThat(SourceTypesTest.records(destination)).singleElement().satisfies(row -> assertThat(row)
                    .containsEntry("amount", "1.50 EUR")
                    .containsEntry("day", "17.05.2024")
                    .containsEntry("other", 2024L));
        }
    }

    /** One value must not make texts of all. */
    @Test
    void aTimeThatTheDestinationLacksIsARejectAndItsColumnStaysWhatItIs() {
        try (SourceDatabase warehouse = new SourceDatabase(DatabaseKind.POSTGRESQL.create());
                TestDatabase destination = TestDatabase.open(DatabaseKind.MARIADB)) {
            warehouse.jdbc().execute("create table t (id int primary key, updated_at timestamp, d date)");
            warehouse
                    .jdbc()
                    .execute("insert into t values (1, '2024-05-17', 'infinity'), (2, '2024-05-17', '2024-05-17'),"
                            + " (3, '2024-05-17', '0044-03-15 BC')");

            SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

            assertThat(result.error()).isNull();
            assertThat(definition(destination.jdbc(), false)).containsEntry("d", "DATE");
            assertThat(SourceTypesTest.reasons(destination))
                    .hasSize(2)
                    .allMatch(reason -> reason.contains("column d"))
                    .anyMatch(reason -> reason.contains("infinity"));
        }
    }

    /** {@code -Dtidemark.docs=write} generates the page. */
    @Test
    void theDocumentedTypesAreThoseThatAreRead() throws IOException {
        StringBuilder text = new StringBuilder(
                """
                # Types of database sources

                How each type of each product is read, and the type that its column gets in a destination when the sink declares no
                `columns`. Made from the table that the tests read; the value is an example, in JSON. Where the last column is empty,
                the values say what type they need. UUID is the destination's own type, or a STRING where it has none; in `columns`, declare a
                STRING.
                """);
        for (DatabaseKind kind : DatabaseKind.values()) {
            List<TypeSample> samples = TypeSample.of(kind);
            try (SourceDatabase warehouse = new SourceDatabase(kind.create())) {
                SourceTypesTest.fill(kind, warehouse.jdbc(), samples);
                text.append("\n## ").append(title(warehouse.jdbc())).append("\n\n");
                text.append(
                        "| column | value in SQL | in the record | type in the destination |\n| --- | --- | --- | --- |\n");
                Map<String, DestinationType> types = types(warehouse.jdbc());
                IntStream.range(0, samples.size())
                        .mapToObj(i -> row(samples.get(i), types.get("c" + i)))
                        .forEach(text::append);
            }
        }
        if ("write".equals(System.getProperty("tidemark.docs"))) {
            Files.writeString(DOC, text);
        }

        assertThat(Files.readString(DOC))
                .as(DOC + "; generate it with ./mvnw test -Dtest=TravellingTypesTest -Dtidemark.docs=write")
                .isEqualTo(text.toString());
    }

    private static String row(TypeSample sample, @Nullable DestinationType type) {
        String record = sample.record().isBinary() ? "bytes" : sample.record().toString();
        return Stream.of(sample.type(), sample.literal(), record)
                        .map(each -> "`" + each.replace("|", "\\|") + "`")
                        .collect(Collectors.joining(" | ", "| ", " | "))
                + (type == null ? "" : "`" + documented(type) + "`") + " |\n";
    }

    private static String documented(DestinationType type) {
        boolean limited = type.word().equals("STRING") && type.precision() > 0;
        return limited ? "STRING of " + type.precision() : word(type);
    }

    private static String word(DestinationType type) {
        return type.word() + (type.word().equals("DECIMAL") ? "(" + type.precision() + "," + type.scale() + ")" : "");
    }

    private static String title(JdbcTemplate jdbc) {
        return String.valueOf(jdbc.execute((ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName()));
    }

    private static Map<String, DestinationType> types(JdbcTemplate jdbc) {
        List<String> selected = jdbc.execute((ConnectionCallback<List<String>>) connection -> {
            SourceTable table = SourceTable.find(connection, "t");
            return table.columns().stream()
                    .map(name -> table.selected(name.toLowerCase(Locale.ROOT)))
                    .toList();
        });
        return jdbc.query("select " + String.join(", ", selected) + " from t", (ResultSet rows) -> {
            Connection connection = rows.getStatement().getConnection();
            return new TypedRow(Product.of(connection.getMetaData()), rows).types();
        });
    }

    /** The types of a destination's columns by their names; with lengths or without. */
    private static Map<String, String> definition(JdbcTemplate jdbc, boolean lengths) {
        return jdbc.execute((ConnectionCallback<Map<String, String>>) connection -> {
            Map<String, String> columns = new LinkedHashMap<>();
            DatabaseMetaData database = connection.getMetaData();
            try (ResultSet found = database.getColumns(connection.getCatalog(), null, "records", null)) {
                while (found.next()) {
                    String name = found.getString("TYPE_NAME");
                    boolean text = name.matches("(?i).*(text|varchar|varying|clob).*");
                    String type = text ? "TEXT" : name;
                    boolean decimal = type.equals("DECIMAL") || type.equalsIgnoreCase("NUMERIC");
                    columns.put(
                            found.getString("COLUMN_NAME"),
                            type
                                    + (decimal || lengths ? " " + found.getInt("COLUMN_SIZE") : "")
                                    + (decimal ? "," + found.getInt("DECIMAL_DIGITS") : ""));
                }
            }
            return columns;
        });
    }
}
