package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursor, key and primary key within objects of the records, from an API to a table. */
@ParameterizedClass
@EnumSource(
        value = DatabaseKind.class,
        names = {"H2", "POSTGRESQL"})
class NestedFieldTest {

    private static final String CURSOR = "meta.times.updated.at";
    private static final String KEY = "/ref/key.no/id";
    private static final int ALL = 10;
    private static final int PAGE = 4;

    private final Map<Integer, String> times = new HashMap<>();
    private final List<Map<String, Object>> others = new ArrayList<>();
    private final TestApi api = new TestApi(this::respond);
    private final TestDatabase database;

    NestedFieldTest(DatabaseKind kind) {
        database = TestDatabase.open(kind);
        for (int id = 1; id <= ALL; id++) {
            times.put(id, time(id));
        }
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    private static String time(int second) {
        return String.format("2024-01-15T10:00:%02dZ", second);
    }

    private Response respond(Request request) {
        String since = request.parameters().getOrDefault("since", "");
        int key = request.number("key", ALL);
        List<Map<String, Object>> found = new ArrayList<>();
        times.entrySet().stream()
                .sorted(Map.Entry.<Integer, String>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .filter(each ->
                        each.getValue().compareTo(since) > 0 || (each.getValue().equals(since) && each.getKey() > key))
                .filter(each ->
                        each.getKey() >= request.number("start", 1) && each.getKey() <= request.number("end", ALL))
                .forEach(each -> found.add(record(each.getKey(), each.getValue())));
        found.addAll(Math.min(1, found.size()), others);
        int from = Math.min(request.number("at", 0), found.size());
        int to = Math.min(from + PAGE, found.size());
        Map<String, Object> body = new HashMap<>(Map.of("data", found.subList(from, to)));
        body.put("next.token", to < found.size() ? Integer.toString(to) : null);
        return Response.of(body);
    }

    private static Map<String, Object> record(int id, String time) {
        return Map.of(
                "ref", Map.of("key.no", Map.of("id", id)),
                "meta", Map.of("times", Map.of("updated.at", time)),
                "name", "name at " + time);
    }

    private SourceYaml source(String strategy, String query) {
        return new SourceYaml(strategy, "t").with("url", api.url("/records")).with("query", query);
    }

    private SyncResult sync(SourceYaml source) {
        return SyncBench.sync(database, Map.of(), source.toString());
    }

    private List<String> rows(String key) {
        return database.jdbc().queryForList("select \"" + key + "\" as k, \"name\" as n from \"t\" order by 1").stream()
                .map(row -> row.get("k") + " " + row.get("n"))
                .toList();
    }

    private List<String> expected() {
        return times.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(each -> each.getKey() + " name at " + each.getValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | since={cursor} |",
                "keyset | since={cursor} | since={cursor}; at={token}",
                "keyset | since={cursor} | since={cursor}; key={key}",
                "offset | since={cursor}; at={offset} |"
            })
    void cursorKeyAndPrimaryKeyAreFoundInsideObjects(String strategy, String query, String nextQuery) {
        SourceYaml source = source(strategy, query).with("cursorField", CURSOR).sink("primaryKey", "ref.key.no.id");
        if (strategy.equals("keyset")) {
            source.with("nextQuery", nextQuery).with("keyField", KEY).with("tokenPath", "next.token");
        }
        if (strategy.equals("offset")) {
            source.with("keyField", KEY).with("pageSize", PAGE);
        }
        SyncResult first = sync(source);
        times.put(3, time(20));
        SyncResult second = sync(source);

        assertThat(first.error()).isNull();
        assertThat(first.warnings()).isEmpty();
        assertThat(second.error()).isNull();
        assertThat(second.state()).asString().contains(time(20));
        assertThat(rows("ref_key_no_id")).isEqualTo(expected());
    }

    @Test
    void idIsFoundInsideObjects() {
        SyncResult result = sync(source("step-size", "start={start}; end={end}")
                .with("idField", "ref.key.no.id")
                .with("stepSize", PAGE)
                .with("maxEmptySteps", 1)
                .sink("primaryKey", "id")
                .sink("columns", "id=ref.key.no.id:LONG, name:STRING"));

        assertThat(result.error()).isNull();
        assertThat(result.state()).hasToString("{\"current_id\":10}");
        assertThat(rows("id")).isEqualTo(expected());
    }

    @Test
    void recordWithoutThemIsCountedOrRejected() {
        others.add(Map.of("ref", Map.of("key.no", Map.of("id", 77)), "meta", Map.of("times", "never"), "name", "n"));
        others.add(Map.of("ref", Map.of("key.no", Map.of()), "meta", Map.of("times", Map.of("updated.at", time(1)))));
        SyncResult result = sync(source("offset", "since={cursor}; at={offset}")
                .with("pageSize", PAGE)
                .with("cursorField", CURSOR)
                .sink("primaryKey", "ref.key.no.id"));

        assertThat(result.error()).isNull();
        assertThat(result.warnings()).anyMatch(line -> line.endsWith("records without `" + CURSOR + "`"));
        assertThat(rows("ref_key_no_id"))
                .containsAll(expected())
                .contains("77 n")
                .hasSize(ALL + 1);
        assertThat(database.jdbc().queryForList("select reason from tidemark_rejects", String.class))
                .containsExactly("the primary key [ref_key_no_id (from ref.key.no.id)] has no value in this record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ref_key_no_id:LONG, name:STRING, meta_times_updated_at:UTC_DATETIME",
                "ref_key_no_id=ref.key.no.id:LONG, name:STRING, changed=/meta/times/updated.at:UTC_DATETIME",
                "ref_key_no_id:LONG, name:STRING, text=" + CURSOR + ":STRING, changed=" + CURSOR + ":UTC_DATETIME"
            })
    void olderVersionByTheNestedCursorNeverReplacesANewerOne(String columns) {
        SourceYaml source = source("offset", "at={offset}")
                .with("pageSize", PAGE)
                .with("cursorField", columns.contains("/meta") ? "/meta/times/updated.at" : CURSOR)
                .sink("primaryKey", columns.contains("=ref") ? "ref_key_no_id" : "ref.key.no.id")
                .sink("columns", columns);
        assertThat(sync(source).error()).isNull();
        times.put(2, time(30));
        List<String> newer = expected();
        assertThat(sync(source).error()).isNull();
        times.put(2, time(2));
        assertThat(sync(source).error()).isNull();

        assertThat(rows("ref_key_no_id")).isEqualTo(newer);
    }
}
