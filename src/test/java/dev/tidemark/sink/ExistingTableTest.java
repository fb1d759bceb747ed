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
import dev.tidemark.testing.TypeSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that people made stay as they made them, and take what records have for them. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ExistingTableTest {

    private final DatabaseKind kind;
    private final TestDatabase database;
    private List<Map<String, Object>> records = Records.ties(2);
    private final TestApi api =
            new TestApi(request -> TestApi.Response.of(Map.of("data", Records.after(records, request.get("since")))));

    ExistingTableTest(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.open(kind);
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    private record Sample(String type, String value, String shown, String refused) {

        boolean isRequired() {
            return type.contains("not null") || type.contains("identity");
        }
    }

    @Test
    void valuesOfEveryTypeAreWrittenOnceAndTheDefinitionStays() throws Exception {
        List<Sample> samples = samples();
        createTable(samples);
        List<Map<String, Object>> definition = definition();
        for (int i = 0; i < samples.size(); i++) {
            records.get(0).put("c" + i, TypeSample.json(samples.get(i).value()));
            if (samples.get(i).isRequired()) {
                records.get(1).put("c" + i, TypeSample.json(samples.get(i).value()));
            }
        }

        SyncResult first = sync(source());

        assertThat(first.error()).isNull();
        assertThat(reasons()).isEmpty();
        assertThat(first.rowsWritten()).isEqualTo(2);
        assertThat(shown(samples))
                .containsExactlyElementsOf(IntStream.range(0, samples.size())
                        .mapToObj(i -> samples.get(i).type() + ": "
                                + samples.get(i).shown().strip())
                        .toList());
        assertThat(definition()).isEqualTo(definition);
        SyncResult second = sync(source());
        assertThat(second.error()).isNull();
        assertThat(second.rowsUnchanged()).isEqualTo(2);
        assertThat(second.rowsWritten()).isZero();
        assertThat(definition()).isEqualTo(definition);
    }

    @Test
    void aRefusedValueIsARejectWithItsColumnAndTheRestIsWritten() throws Exception {
        List<Sample> samples = samples();
        createTable(samples);
        List<Map<String, Object>> definition = definition();
        records = new ArrayList<>(Records.ties(samples.size()));
        List<Integer> bad = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            boolean refused = !samples.get(i).refused().equals("-");
            if (refused) {
                bad.add(i);
            }
            for (int column = 0; column < samples.size(); column++) {
                if (samples.get(column).isRequired()) {
                    records.get(i)
                            .put(
                                    "c" + column,
                                    TypeSample.json(samples.get(column).value()));
                }
            }
            records.get(i)
                    .put(
                            "c" + i,
                            TypeSample.json(
                                    refused
                                            ? samples.get(i).refused()
                                            : samples.get(i).value()));
        }

        SyncResult result = sync(source().sink("maxRejectRatio", 1));

        assertThat(result.error()).isNull();
        assertThat(database.jdbc().queryForList("select \"id\" from \"t\" order by \"id\"", Integer.class))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, samples.size())
                        .boxed()
                        .filter(id -> !bad.contains(id - 1))
                        .toList());
        List<String> reasons = reasons();
        assertThat(reasons).hasSameSizeAs(bad);
        List<String> unnamed = new ArrayList<>();
        for (int i : bad) {
            Sample sample = samples.get(i);
            String value = TypeSample.json(sample.refused()).asText();
            if (reasons.stream()
                    .noneMatch(reason ->
                            reason.matches("(?s).*\\b(c" + i + "|domain " + Pattern.quote(sample.type()) + ")\\b.*")
                                    && (value.isEmpty() || reason.contains(value) || reason.contains("domain")))) {
                unnamed.add("c" + i + " " + sample);
            }
        }
        assertThat(unnamed).as(String.join("\n", reasons)).isEmpty();
        assertThat(definition()).isEqualTo(definition);
    }

    @Test
    void aBooleanOfAPersonStaysOneAndTakesWhatPlainlyIsOne() throws Exception {
        create("\"flag\" boolean not null");
        List<Map<String, Object>> definition = definition();
        records = new ArrayList<>(Records.ties(4));
        records.get(0).put("flag", 1);
        records.get(1).put("flag", "yes");
        records.get(2).put("flag", 5);
        records.get(3).put("flag", 6);
        try (LogLines log = new LogLines()) {
            SyncResult result = sync(source());

            assertThat(result.error()).isNull();
            assertThat(result.rowsRejected()).isEqualTo(2);
            assertThat(log.all())
                    .filteredOn(line -> line.contains("schemaEvolution"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("flag", "BOOLEAN", "schemaEvolution is add", "widen");
        }
        assertThat(database.jdbc().queryForList("select \"flag\" from \"t\"", Boolean.class))
                .containsExactly(true, true);
        assertThat(reasons()).hasSize(2).allMatch(reason -> reason.contains("column flag is BOOLEAN"));
        assertThat(definition()).isEqualTo(definition);
    }

    private List<Sample> samples() throws Exception {
        return Files.readAllLines(Path.of("src/test/resources/existing", kind + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" \\| "))
                .map(part -> new Sample(part[0], part[1], part[2], part[3]))
                .toList();
    }

    private void createTable(List<Sample> samples) {
        if (kind == DatabaseKind.POSTGRESQL) {
            Stream.of(
                            "create extension hstore",
                            "create extension citext",
                            "create schema odd",
                            "create type mood as enum ('sad', 'ok')",
                            "create type odd.\"Odd Mood\" as enum ('a', 'b')",
                            "create type pair as (a int, b text)",
                            "create domain numbers as bigint check (value > 0)",
                            "create domain cents as numeric(10, 2)",
                            "create domain short_text as varchar(3)",
                            "create domain id_text as uuid",
                            "create domain inner_mood as mood",
                            "create domain mood_text as inner_mood",
                            "create domain tens as int[]",
                            "create domain moments as timestamptz")
                    .forEach(database.jdbc()::execute);
        }
        create(IntStream.range(0, samples.size())
                .mapToObj(i -> "\"c" + i + "\" " + samples.get(i).type())
                .collect(Collectors.joining(", ")));
    }

    private void create(String columns) {
        String instant = kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp with time zone";
        database.jdbc()
                .execute("create table \"t\" (\"id\" bigint primary key, \"name\" varchar(20), \"updatedAt\" " + instant
                        + ", " + columns + ")");
    }

    /** As the catalogue has it. */
    private List<Map<String, Object>> definition() {
        return database.jdbc()
                .queryForList("select * from information_schema.columns where table_name = 't' and column_name <>"
                        + " '_synced_at' order by ordinal_position");
    }

    private List<String> shown(List<Sample> samples) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            String type = samples.get(i).type();
            String column = "\"c" + i + "\"";
            String text = kind == DatabaseKind.MARIADB
                    ? type.startsWith("bit") ? column + " + 0" : "concat(" + column + ")"
                    : kind == DatabaseKind.POSTGRESQL ? column + "::text" : "cast(" + column + " as varchar)";
            shown.add(type + ": "
                    + database.jdbc()
                            .queryForObject("select " + text + " from \"t\" where \"id\" = 1", String.class)
                            .strip());
        }
        return shown;
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
