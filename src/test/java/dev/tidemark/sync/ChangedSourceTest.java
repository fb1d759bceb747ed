package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be changed of a source that has state, and what may not. */
class ChangedSourceTest {

    @ParameterizedTest
    @CsvSource({
        "timestamp, /incremental/timestamp",
        "replay, /incremental/replay",
        "keyset, /pagination/keyset",
        "offset, /pagination/offset",
        "page-number, /pagination/page_number",
        "next-url, /pagination/next_page_url"
    })
    void theStrategyMayBeASetting(String strategy, String path) throws Exception {
        try (TestDatabase database = TestDatabase.open();
                Playground playground =
                        Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            Map<String, String> settings =
                    Map.of("playground.url", playground.url(), "switched.strategy", strategy, "switched.path", path);

            SyncResult result = sync(database, settings);

            assertThat(result.error()).isNull();
            assertThat(result.strategy()).isEqualTo(strategy);
            assertThat(database.count("\"user_switched\"")).isEqualTo(200);
        }
    }

    @Test
    void anotherStrategyIsRefusedUntilTheStateIsReset() throws Exception {
        try (TestDatabase database = TestDatabase.open();
                Playground playground =
                        Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            Map<String, String> before = Map.of(
                    "playground.url", playground.url(),
                    "switched.strategy", "timestamp",
                    "switched.path", "/incremental/timestamp");
            Map<String, String> after = Map.of(
                    "playground.url", playground.url(),
                    "switched.strategy", "page-number",
                    "switched.path", "/pagination/page_number");
            SyncResult first = sync(database, before);

            assertThat(sync(database, after).error())
                    .isEqualTo("its state was stored with the strategy timestamp, and the source now has page-number;"
                            + " run `state reset switched` to restart from the beginning");
            assertThat(database.states().find("switched").orElseThrow().state()).isEqualTo(first.state());
            assertThat(sync(database, before).error()).isNull();

            database.states().remove("switched");
            SyncResult second = sync(database, after);
            assertThat(second.error()).isNull();
            assertThat(second.rowsRead()).isGreaterThanOrEqualTo(200);
            assertThat(second.rowsWritten()).isZero();
        }
    }

    @Test
    void anotherCursorFieldIsRefusedUntilTheStateIsReset() {
        List<Map<String, Object>> records = Records.seconds(5);
        records.forEach(record -> record.put("createdAt", "2020-01-01T00:00:00Z"));
        try (SyncBench bench = new SyncBench(request -> newer(records, request))) {
            SourceYaml source =
                    bench.source("timestamp", "query", "since={cursor}; by=updatedAt", "boundary", "inclusive");
            SyncResult first = bench.sync(source);

            SyncResult refused =
                    bench.sync(source.with("cursorField", "createdAt").with("query", "since={cursor}; by=createdAt"));

            assertThat(refused.error())
                    .isEqualTo("its state was stored with the cursorField updatedAt, and the source now has createdAt;"
                            + " run `state reset records` to restart from the beginning");
            assertThat(refused.rowsRead()).isZero();
            assertThat(bench.database().states().find("records").orElseThrow().state())
                    .isEqualTo(first.state());

            bench.database().states().remove("records");
            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.database().states().find("records").orElseThrow().cursorField())
                    .isEqualTo("createdAt");
        }
    }

    @Test
    void whatDoesNotChangeWhatTheStateMeansMayBeChanged() {
        List<Map<String, Object>> records = Records.seconds(5);
        try (SyncBench bench = new SyncBench(request -> newer(records, request))) {
            SourceYaml source =
                    bench.source("timestamp", "query", "since={cursor}; by=updatedAt", "boundary", "inclusive");
            bench.sync(source);

            SyncResult second =
                    bench.sync(source.with("chunkSize", 1).with("maxSkew", "2h").with("initialCursor", "2020-01-01"));

            assertThat(second.error()).isNull();
            assertThat(second.rowsRead()).isEqualTo(1);
        }
    }

    private static SyncResult sync(TestDatabase database, Map<String, String> settings) throws Exception {
        try (Routes routes = new Routes(database, settings, Routes.file("routes/switched.yaml"))) {
            return routes.result();
        }
    }

    private static Response newer(List<Map<String, Object>> records, Request request) {
        return Response.of(Map.of(
                "data",
                records.stream()
                        .filter(each ->
                                String.valueOf(each.get(request.get("by"))).compareTo(request.get("since")) >= 0)
                        .toList()));
    }
}
