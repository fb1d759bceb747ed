package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables change, who made them, and which columns are nobody's to write. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class SchemaEvolutionTest {

    private final DatabaseKind kind;
    private final TestDatabase database;
    private List<Map<String, Object>> records = new ArrayList<>(Records.ties(2));
    private final TestApi api =
            new TestApi(request -> TestApi.Response.of(Map.of("data", Records.after(records, request.get("since")))));

    SchemaEvolutionTest(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.open(kind);
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    @Test
    void aTableThatTidemarkMadeIsWidened() throws Exception {
        records.get(0).put("v", 5);
        assertThat(sync(source()).error()).isNull();
        records.get(1).put("v", "five");
        assertThat(sync(source()).rowsRejected()).isZero();
        assertThat(texts("v")).containsExactly("5", "five");
        assertThat(register()).containsExactly("t t true");
    }

    @Test
    void aTableOfAPersonGetsColumnsAndNoOtherTypes() throws Exception {
        create("\"v\" integer", false);
        records.get(0).put("more", "x");
        records.get(1).put("v", "five");

        SyncResult first = sync(source());

        assertThat(first.error()).isNull();
        assertThat(first.rowsRejected()).isEqualTo(1);
        assertThat(texts("more")).containsExactly("x");
        assertThat(columns()).contains("more", "_synced_at");
        assertThat(register()).containsExactly("t t false");
        assertThat(sync(source()).rowsRejected())
                .as("also once it has _synced_at")
                .isEqualTo(1);
        assertThat(reasons()).singleElement().asString().contains("column v is INT", "`five`");
    }

    @Test
    void aTableWithSyncedAtAndWithoutARegisterCountsAsOurs() throws Exception {
        create("\"v\" integer", true);
        records.get(1).put("v", "five");
        assertThat(sync(source()).rowsRejected()).isZero();
        assertThat(register()).containsExactly("t t true");
    }

    @Test
    void aTableOfAPersonIsWidenedWhenTheRouteSaysSo() throws Exception {
        create("\"v\" integer", false);
        records.get(1).put("v", "five");
        assertThat(sync(source().sink("schemaEvolution", "widen")).rowsRejected())
                .isZero();
        assertThat(texts("v")).containsExactly(null, "five");
    }

    @Test
    void withNoneOurTableStaysUnchangedAndExtraFieldsAreReportedOnce() throws Exception {
        records.get(0).put("v", 5);
        assertThat(sync(source()).error()).isNull();
        List<String> before = columns();
        records.get(0).put("v", 6);
        records.get(1).put("v", "five");
        records.get(0).put("more", "x");
        records.get(0).put("again", "y");
        try (LogLines log = new LogLines()) {
            SyncResult result = sync(source().sink("schemaEvolution", "none"));

            assertThat(result.error()).isNull();
            assertThat(result.rowsWritten()).isEqualTo(1);
            assertThat(result.rowsRejected()).isEqualTo(1);
            assertThat(log.all())
                    .filteredOn(line -> line.contains("left out"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("[again in 1, more in 1]", "schemaEvolution is none");
            assertThat(log.all())
                    .filteredOn(line -> line.contains("the column v"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN");
        }
        assertThat(texts("v")).containsExactly("6", null);
        assertThat(columns()).isEqualTo(before);
    }

    @Test
    void withNoneAMissingTableOrColumnFailsBeforeTheFirstRequest() throws Exception {
        assertRefused(
                source().sink("schemaEvolution", "none"), "the table t does not exist", "schemaEvolution is none");
        assertThat(database.exists("t")).isFalse();
        create("\"v\" integer", false);
        assertRefused(source().sink("schemaEvolution", "none"), "table t", "_synced_at", "schemaEvolution is none");
        assertRefused(
                source().sink("schemaEvolution", "none").sink("columns", "id:LONG, w:INT"), "table t", "no column w");
        assertThat(columns()).containsExactly("id", "v");
    }

    @Test
    void eachSourceOfATableIsRecordedOnce() throws Exception {
        assertThat(sync(source()).error()).isNull();
        assertThat(sync(source()).error()).isNull();
        SourceYaml other = new SourceYaml("timestamp", "other")
                .with("url", api.url("/records"))
                .sink("table", "t");
        assertThat(sync(other).error()).isNull();
        assertThat(register()).containsExactly("t other true", "t t true");
        assertThat(database.count("tidemark_tables where first_written_at is not null"))
                .isEqualTo(2);
    }

    @Test
    void aComputedColumnIsSkippedWithAWarningAndRefusedIfDeclared() throws Exception {
        create("\"twice\" " + computed(), false);
        records.forEach(each -> each.put("twice", 7));
        try (LogLines log = new LogLines()) {
            SyncResult result = sync(source());

            assertThat(result.error()).isNull();
            assertThat(result.rowsWritten()).isEqualTo(2);
            assertThat(log.all())
                    .filteredOn(line -> line.contains("left out"))
                    .singleElement()
                    .asString()
                    .contains("twice in 2");
        }
        assertThat(database.jdbc().queryForList("select \"twice\" from \"t\" order by \"id\"", Integer.class))
                .containsExactly(2, 4);
        assertThat(sync(source()).rowsWritten()).isZero();
        assertRefused(source().sink("columns", "id:LONG, twice:LONG"), "column twice", "computed by the database");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdentityColumnIsSkippedAndRefusedAsAKeyWithAFix(boolean declared) throws Exception {
        if (kind == DatabaseKind.MARIADB || kind == DatabaseKind.DUCKDB) {
            return;
        }
        create("\"place\" bigint generated always as identity", false);
        records.forEach(each -> each.put("place", 7));
        if (declared) {
            assertRefused(source().sink("columns", "id:LONG, place:LONG"), "column place", "generated always");
        } else {
            assertThat(sync(source()).error()).isNull();
            assertThat(sync(source()).rowsWritten()).isZero();
            assertThat(database.jdbc().queryForList("select \"place\" from \"t\" order by \"id\"", Integer.class))
                    .containsExactly(1, 2);
        }
        database.jdbc().execute("drop table \"t\"");
        database.jdbc()
                .execute(
                        "create table \"t\" (\"id\" bigint generated always as identity primary key, \"name\" varchar(20))");
        database.states().remove("t");
        SourceYaml source = declared ? source().sink("columns", "id:LONG, name:STRING") : source();
        assertRefused(source, "column id", "generated always as identity", "generated by default", "primaryKey");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aColumnOfAnUnsupportedTypeIsRefusedBeforeTheFirstRequest(boolean declared) throws Exception {
        if (kind != DatabaseKind.H2) {
            return;
        }
        create("\"pair\" row(\"a\" int, \"b\" int)", false);
        assertRefused(
                declared ? source().sink("columns", "id:LONG, pair:JSON") : source(),
                "column pair",
                "ROW(\"a\" INTEGER",
                "declare columns");
        assertThat(sync(source().sink("columns", "id:LONG, name:STRING")).error())
                .isNull();
    }

    private String computed() {
        return switch (kind) {
            case POSTGRESQL -> "bigint generated always as (\"id\" * 2) stored";
            case MARIADB -> "bigint as (\"id\" * 2) persistent";
            default -> "bigint generated always as (\"id\" * 2)";
        };
    }

    private void create(String columns, boolean syncedAt) {
        String instant = kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp(6) with time zone";
        database.jdbc()
                .execute("create table \"t\" (\"id\" bigint primary key, " + columns
                        + (syncedAt
                                ? ", \"_synced_at\" " + (kind == DatabaseKind.DUCKDB ? "timestamptz" : instant)
                                : "")
                        + ")");
    }

    /** It fails with a message that says all that, and nothing was asked for. */
    private void assertRefused(SourceYaml source, String... words) {
        api.forget();
        assertThat(sync(source).error()).contains(words);
        assertThat(api.requests()).isEmpty();
    }

    private List<String> texts(String column) {
        return database.jdbc().queryForList("select \"" + column + "\" from \"t\" order by \"id\"", String.class);
    }

    private List<String> columns() {
        return database.jdbc()
                .queryForList(
                        "select column_name from information_schema.columns where table_name = 't' order by ordinal_position",
                        String.class);
    }

    private List<String> register() {
        return database.jdbc()
                .query(
                        "select table_name, source, made_by_us from tidemark_tables order by source",
                        (row, number) -> row.getString(1) + " " + row.getString(2) + " " + row.getBoolean(3));
    }

    private List<String> reasons() {
        return database.jdbc().queryForList("select reason from tidemark_rejects", String.class);
    }

    private SourceYaml source() {
        return new SourceYaml("timestamp", "t").with("url", api.url("/records"));
    }

    private SyncResult sync(SourceYaml source) {
        return SyncBench.sync(database, Map.of(), source.toString());
    }
}
