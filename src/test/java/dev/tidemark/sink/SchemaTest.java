package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a table when the records change. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class SchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DatabaseKind kind;
    private final TestDatabase database;

    SchemaTest(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.withPool(kind, 2);
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    /** Each value comes in a sync of its own; those before must stay what they were. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 | 9223372036854775808",
                "9007199254740993 | 0.5",
                "-9223372036854775808 | 0.000000000000000001",
                "5 | 0.1234567890123456789",
                "5 | 1e25 | 0.5",
                "5 | 1e400",
                "0.1 | 0.12345678901234567890",
                "0.12345678901234568 | 1.5e300 | \"x\"",
                "1.7976931348623157e308 | \"x\"",
                "0.1 | 9007199254740993",
                "0.100000000000000001 | 123456789012345678901234567890",
                "true | false | 1",
                "true | \"maybe\"",
                "5 | \"x\"",
                "5 | \"007\"",
                "5 | true",
                "5 | {\"a\":1}",
                "5 | 9223372036854775808 | 0.5 | \"x\" | true | [1]",
            })
    void aValueThatDoesNotFitWidensTheColumnAndNoValueIsChanged(String steps) throws Exception {
        List<String> values = List.of(steps.split(" \\| "));
        for (int id = 1; id <= values.size(); id++) {
            send(List.of(record(id, values.get(id - 1))));
        }
        assertThat(rejects()).isEmpty();
        List<String> stored = stored();
        assertThat(stored).hasSameSizeAs(values);
        for (int i = 0; i < stored.size(); i++) {
            assertThat(stored.get(i)).matches(isSame(values.get(i)), "is " + values.get(i));
        }
    }

    @Test
    void aColumnIsAsWideAsTheWidestValueOfTheFirstSync() throws Exception {
        send(List.of(record(1, "5"), record(2, "0.5"), record(3, "\"x\"")));
        assertThat(stored()).containsExactly("5", "0.5", "x");
    }

    @Test
    void columnsThatAreAddedAreLoggedOnce() throws Exception {
        send(List.of(row("id", 1, "v", "a")));
        try (LogLines log = new LogLines()) {
            send(List.of(row("id", 2, "v", "b", "count", 5, "word", "x")));
            send(List.of(row("id", 3, "v", "c", "count", 6, "word", "y")));

            assertThat(log.all())
                    .filteredOn(line -> line.contains("column"))
                    .containsExactly("INFO the table t has new columns: count LONG, word STRING");
        }
    }

    @Test
    void longTextsAndInvalidDatesWidenColumnsOfOthers() throws Exception {
        boolean mariaDb = kind == DatabaseKind.MARIADB;
        String instant = mariaDb ? "datetime(6)" : "timestamp with time zone";
        database.jdbc()
                .execute("create table \"t\" (\"id\" bigint primary key, \"v\" varchar(3), \"day\" date, \"at\" "
                        + instant + ")");
        database.jdbc()
                .execute("insert into \"t\" values (1, 'abc', date '2024-02-29', "
                        + (mariaDb
                                ? "'2024-02-29 10:00:00.25'"
                                : "timestamp with time zone '2024-02-29 12:00:00.25+02:00'")
                        + ")");
        send("table: t, schemaEvolution: widen", List.of(row("id", 2, "v", "abcd", "day", "soon", "at", "later")));
        assertThat(rejects()).isEmpty();
        assertThat(stored()).containsExactly("abc", "abcd");
        assertThat(texts("day")).containsExactly("2024-02-29", "soon");
        assertThat(texts("at").get(0)).matches("2024-02-29 10:00:00.250*(|Z|\\+00)");
        assertThat(texts("at").get(1)).isEqualTo("later");
    }

    @Test
    void aKeyIsWidenedWhereTheDatabaseCanAndElseTheSinkSaysSo() throws Exception {
        send(List.of(row("id", 1, "v", "x")));
        if (kind == DatabaseKind.DUCKDB) {
            assertThatThrownBy(() -> send(List.of(row("id", "two", "v", "y"))))
                    .rootCause()
                    .hasMessageContainingAll("column id", "bigint", "varchar", "primary key", "declare columns");
            assertThat(texts("v")).containsExactly("x");
        } else {
            send(List.of(row("id", "two", "v", "y")));
            send(List.of(row("id", "x".repeat(700), "v", "z")));
            send(List.of(row("id", 1, "v", "one")));
            assertThat(rejects()).isEmpty();
            assertThat(texts("v")).containsExactlyInAnyOrder("one", "y", "z");
        }
    }

    @Test
    void theVersionColumnKeepsAnOrderedType() throws Exception {
        String parameters = "table: t, versionColumn: rev";
        send(parameters, List.of(row("id", 1, "v", "a", "rev", 5)));
        send(parameters, List.of(row("id", 1, "v", "b", "rev", new BigDecimal("5.5"))));
        send(parameters, List.of(row("id", 1, "v", "old", "rev", 5), row("id", 2, "v", "x", "rev", "newest")));
        assertThat(texts("v")).containsExactly("b");
        assertThat(rejects()).singleElement().satisfies(reject -> assertThat(reject.toString())
                .contains("rev", "newest"));
    }

    @Test
    void anInvalidFirstVersionDoesNotTurnItsColumnIntoText() throws Exception {
        send(
                "table: t, versionColumn: rev",
                List.of(row("id", 1, "v", "x", "rev", ""), row("id", 2, "v", "b", "rev", "2024-01-01T00:00:00Z")));
        send("table: t, versionColumn: rev", List.of(row("id", 2, "v", "old", "rev", "2023-01-01T00:00:00Z")));
        assertThat(texts("v")).containsExactly("b");
        assertThat(rejects()).hasSize(1);
    }

    @Test
    void aRecordWithoutOneDoesNotReplaceARowThatHasOne() throws Exception {
        send("table: t, versionColumn: rev", List.of(row("id", 1, "v", "a", "rev", 5)));
        send("table: t, versionColumn: rev", List.of(row("id", 1, "v", "b")));
        assertThat(texts("v")).containsExactly("a");
    }

    @Test
    void aValueThatBecameNullIsWrittenEvenIfItsWholeChunkHasNull() throws Exception {
        send(List.of(row("id", 1, "v", "a")));
        send(List.of(row("id", 1, "v", null)));
        assertThat(texts("v")).containsOnlyNulls();
    }

    @Test
    void aRecordWithoutAKeyIsARejectEvenIfItsWholeChunkHasNone() throws Exception {
        send(List.of(row("id", 1, "v", "a")));
        send(List.of(row("v", "b")));
        assertThat(rejects()).hasSize(1);
    }

    @Test
    void aDecimalWithoutLimitsTakesAllNumbersAndStaysOne() throws Exception {
        String type = kind == DatabaseKind.POSTGRESQL ? "numeric" : "decimal(38, 10)";
        database.jdbc().execute("create table \"t\" (\"id\" bigint primary key, \"v\" " + type + ")");
        send(List.of(record(1, "0.5"), record(2, "1234567890123456789012345678.25")));
        send("table: t, columns: 'id:LONG, v:DECIMAL(10,2)'", List.of(record(3, "7.25")));
        assertThat(database.jdbc().queryForList("select \"v\" from \"t\" order by \"id\"", BigDecimal.class).stream()
                        .map(BigDecimal::stripTrailingZeros))
                .containsExactly(
                        new BigDecimal("0.5"),
                        new BigDecimal("1234567890123456789012345678.25"),
                        new BigDecimal("7.25"));
        assertThat(rejects()).isEmpty();
    }

    @Test
    void bytesAreBinaryAndNoText() throws Exception {
        send(List.of(row("id", 1, "v", new byte[] {1, 2, 3}, "text", "a")));
        assertThat(database.jdbc().queryForObject("select \"v\" from \"t\"", byte[].class))
                .containsExactly(1, 2, 3);
        send(List.of(row("id", 2, "text", new byte[] {1, 2, 3})));
        assertThat(rejects()).singleElement().satisfies(reject -> assertThat(reject.toString())
                .contains("is binary"));
    }

    @Test
    void aKeyThatBecameATextIsTheSameRowStill() throws Exception {
        if (kind == DatabaseKind.DUCKDB) {
            return;
        }
        send(List.of(row("id", 100, "v", "a")));
        send(List.of(row("id", new BigDecimal("1.5"), "v", "b")));
        send(List.of(row("id", "x", "v", "c")));
        send(List.of(row("id", 100, "v", "a2"), row("id", new BigDecimal("1.5"), "v", "b2")));
        assertThat(texts("v")).containsExactlyInAnyOrder("a2", "b2", "c");
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    private List<String> texts(String column) {
        return database.jdbc().queryForList("select \"" + column + "\" from \"t\" order by \"id\"", String.class);
    }

    private static Predicate<String> isSame(String json) {
        return text -> {
            try {
                Object value = value(json);
                if (value instanceof Number) {
                    return new BigDecimal(text).compareTo(new BigDecimal(value.toString())) == 0;
                }
                return json.equals(text) || String.valueOf(value).equals(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static @Nullable Object value(String json) throws JsonProcessingException {
        return JSON.readerFor(Object.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue(json);
    }

    private static Map<String, @Nullable Object> record(Object id, String json) throws Exception {
        return JSON.readerFor(Map.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue("{\"id\":" + id + ",\"v\":" + json + "}");
    }

    /** By a new sink, as after a restart. */
    private void send(List<Map<String, @Nullable Object>> records) throws Exception {
        send("table: t", records);
    }

    private void send(String parameters, List<Map<String, @Nullable Object>> records) throws Exception {
        SinkRoute.write(database, records, parameters);
    }

    private List<String> stored() {
        return database.jdbc().query("select \"v\" from \"t\" order by \"id\"", (row, number) -> {
            Object value = row.getObject(1);
            return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
        });
    }

    private List<Map<String, Object>> rejects() {
        return database.jdbc().queryForList("select * from tidemark_rejects");
    }
}
