package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.LogLines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times with more digits of a second than a column keeps, and numbers that are times. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class DigitsOfASecondTest extends RunningSink {

    DigitsOfASecondTest(DatabaseKind kind) {
        super(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "NAIVE_TIME, 23:59:59.123456789",
        "NAIVE_DATETIME, 2024-02-29T23:59:59.123456789",
        "UTC_DATETIME, 1709251199.123456789"
    })
    void excessDigitsOfASecondAreARejectWhenConfigured(String type, String value) throws Exception {
        start("table: t", "columns: 'id:INT, v:" + type + "'", "excessPrecision: reject");
        send(List.of(row("id", 1, "v", value), row("id", 2, "v", null)));
        boolean keeps = kind == DatabaseKind.H2;
        assertThat(database.count("\"t\"")).isEqualTo(keeps ? 2 : 1);
        assertThat(rejects()).hasSize(keeps ? 0 : 1).allSatisfy(reject -> assertThat(
                        String.valueOf(reject.get("REASON")))
                .contains("23:59:59.123456789", "6 fractional digits of a second"));
    }

    @ParameterizedTest
    @CsvSource({
        "NAIVE_TIME, 23:59:59.1234567, 23:59:59.123456, 23:59:59.123456700",
        "NAIVE_DATETIME, 2024-02-29T23:59:59.999999999, 2024-02-29T23:59:59.999999, 2024-02-29T23:59:59.999999999",
        "UTC_DATETIME, 2024-02-29T23:59:59.1234567Z, 2024-02-29T23:59:59.123456Z, 2024-02-29T23:59:59.123456700Z",
        "UTC_DATETIME, 1705314600123456789, 2024-01-15T10:30:00.123456Z, 2024-01-15T10:30:00.123456789Z",
        "UTC_DATETIME, -315619200.0000001, 1959-12-31T23:59:59.999999Z, 1959-12-31T23:59:59.999999900Z",
    })
    void excessDigitsOfASecondAreCutOffWithOneWarning(String type, String value, String cut, String whole)
            throws Exception {
        start("table: t", "columns: 'id:INT, v:" + type + "'");
        try (LogLines log = new LogLines()) {
            send(List.of(row("id", 1, "v", value), row("id", 2, "v", value)));
            OffsetDateTime first = syncedAt();
            send(row("id", 1, "v", value));

            assertThat(syncedAt()).isEqualTo(first);
            boolean keeps = kind == DatabaseKind.H2;
            assertThat(rejects()).isEmpty();
            assertThat(database.jdbc().query("select \"v\" from \"t\"", (row, number) -> java(row, type)))
                    .containsOnly(keeps ? whole : cut);
            List<String> warnings = log.all().stream()
                    .filter(line -> line.contains("the rest is cut"))
                    .toList();
            assertThat(warnings)
                    .isEqualTo(
                            keeps
                                    ? List.of()
                                    : List.of("WARN table t: values of `v` have more than 6 fractional digits of a"
                                            + " second; the rest is cut off"));
        }
    }

    @Test
    void digitsOfASecondOfAKeyAreNeverCutOff() throws Exception {
        start("table: t", "primaryKey: 'id, at'", "columns: 'id:INT, at:UTC_DATETIME'");
        send(List.of(
                row("id", 1, "at", "2024-01-15T10:30:00.1234567Z"),
                row("id", 1, "at", "2024-01-15T10:30:00.1234568Z"),
                row("id", 1, "at", "2024-01-15T10:30:00.1234560Z")));
        boolean keeps = kind == DatabaseKind.H2;
        assertThat(database.count("\"t\"")).isEqualTo(keeps ? 3 : 1);
        assertThat(rejects()).hasSize(keeps ? 0 : 2);
    }

    @Test
    void anOlderVersionDoesNotReplaceANewerOneWithCutDigits() throws Exception {
        start("table: t", "versionColumn: at", "columns: 'id:INT, v:STRING, at:UTC_DATETIME'");
        send(List.of(
                row("id", 1, "v", "new", "at", "2024-01-15T10:30:00.1234569Z"),
                row("id", 1, "v", "old", "at", "2024-01-15T10:30:00.1234561Z"),
                row("id", 2, "v", "old", "at", "2024-01-15T10:30:00.1234561Z"),
                row("id", 2, "v", "new", "at", "2024-01-15T10:30:00.1234569Z")));
        send(List.of(
                row("id", 1, "v", "old", "at", "2024-01-15T10:30:00.1234561Z"),
                row("id", 2, "v", "old", "at", "2024-01-15T10:30:00.123456Z")));
        assertThat(values("v")).containsExactly("new", "new");
        send(List.of(
                row("id", 1, "v", "newer", "at", "2024-01-15T10:30:00.1234571Z"),
                row("id", 2, "v", "newer", "at", "2024-01-15T10:30:01Z")));
        assertThat(values("v")).containsExactly("newer", "newer");
        assertThat(rejects()).isEmpty();
    }

    @Test
    void aColumnOfFewerOrMoreDigitsKeepsWhatItHolds() throws Exception {
        if (kind == DatabaseKind.DUCKDB) {
            database.jdbc()
                    .execute("create table \"t\" (\"id\" int primary key, \"v\" timestamp_ms, \"w\" timestamp_ns)");
        } else {
            String type = kind == DatabaseKind.MARIADB ? "datetime" : "timestamp";
            int most = kind == DatabaseKind.H2 ? 9 : 6;
            database.jdbc()
                    .execute("create table \"t\" (\"id\" int primary key, \"v\" " + type + "(3), \"w\" " + type + "("
                            + most + "))");
        }
        start("table: t", "columns: 'id:INT, v:NAIVE_DATETIME, w:NAIVE_DATETIME'");
        String value = "2024-01-15T10:30:00.123456789";
        send(row("id", 1, "v", value, "w", value));
        assertThat(rejects()).isEmpty();
        boolean nanos = kind == DatabaseKind.H2 || kind == DatabaseKind.DUCKDB;
        assertThat(database.jdbc().queryForList("select cast(\"v\" as char(40)) from \"t\"", String.class))
                .singleElement(STRING)
                .contains("10:30:00.123")
                .doesNotContain("123456");
        assertThat(database.jdbc().queryForList("select cast(\"w\" as char(40)) from \"t\"", String.class))
                .singleElement(STRING)
                .contains(nanos ? "10:30:00.123456789" : "10:30:00.123456");
    }

    @Test
    void theUnitInWhichANumberWasTakenForATimeIsLoggedOnce() throws Exception {
        start("table: t", "columns: 'id:INT, v:UTC_DATETIME'");
        try (LogLines log = new LogLines()) {
            send(List.of(row("id", 1, "v", 1705314600000L), row("id", 2, "v", "1705314600001")));
            send(row("id", 3, "v", 1705314600002L));
            assertThat(log.all())
                    .filteredOn(line -> line.contains("since 1970"))
                    .containsExactly("INFO table t: numbers in `v` are read as milliseconds since 1970");
        }
    }

    @Test
    void aVersionIsNotCutToMilliseconds() throws Exception {
        String type =
                switch (kind) {
                    case DUCKDB -> "timestamp_ms";
                    case MARIADB -> "datetime(3)";
                    default -> "timestamp(3)";
                };
        database.jdbc().execute("create table \"t\" (\"id\" int primary key, \"v\" varchar(9), \"at\" " + type + ")");
        start("table: t", "versionColumn: at", "columns: 'id:INT, v:STRING, at:NAIVE_DATETIME'");
        send(List.of(
                row("id", 1, "v", "a", "at", "2024-01-15T10:30:00.1234"),
                row("id", 2, "v", "b", "at", "2024-01-15T10:30:00.123000")));
        assertThat(values("v")).containsExactly("b");
        assertThat(rejects()).singleElement().satisfies(reject -> assertThat(String.valueOf(reject.get("REASON")))
                .contains("column at", "3 fractional digits of a second", "give the column more digits"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reject"})
    void aColumnThatIsNotDeclaredStaysATimeWhateverDigitsCome(String policy) throws Exception {
        database.jdbc()
                .execute("create table \"t\" (\"id\" int primary key, \"at\" "
                        + (kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp with time zone") + ")");
        start("table: t", "excessPrecision: " + policy);
        send(row("id", 1, "at", "2024-01-15T10:30:00.1234567Z"));
        assertThat(rejects()).hasSize(policy.equals("cut") ? 0 : 1);
        send(row("id", 1, "at", "2024-01-15T10:30:00.123456Z"));
        assertThat(database.jdbc().query("select \"at\" from \"t\"", (row, number) -> utc(row)))
                .containsExactly(OffsetDateTime.parse("2024-01-15T10:30:00.123456Z"));
    }

    private List<String> values(String column) {
        return database.jdbc().queryForList("select \"" + column + "\" from \"t\" order by \"id\"", String.class);
    }

    private OffsetDateTime syncedAt() {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select \"_synced_at\" from \"t\" where \"id\" = 1", (row, number) -> utc(row)));
    }

    private List<Map<String, Object>> rejects() {
        return database.jdbc().queryForList("select reason as \"REASON\" from tidemark_rejects");
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    private static String java(ResultSet row, String type) throws SQLException {
        return switch (type) {
            case "NAIVE_TIME" -> row.getObject(1, LocalTime.class).toString();
            case "NAIVE_DATETIME" -> row.getObject(1, LocalDateTime.class).toString();
            default -> utc(row).toString();
        };
    }

    private static OffsetDateTime utc(ResultSet row) throws SQLException {
        return row.getMetaData().getColumnTypeName(1).equals("DATETIME")
                ? row.getObject(1, LocalDateTime.class).atOffset(ZoneOffset.UTC)
                : row.getObject(1, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC);
    }
}
