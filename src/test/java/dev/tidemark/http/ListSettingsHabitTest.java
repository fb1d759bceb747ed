package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list shows of itself, and what a source need not say of it. */
class ListSettingsHabitTest {

    private final List<Map<String, Object>> records = Records.seconds(30);

    @Test
    void aListThatCameInOrderIsSaidToBeReadableWithFewerRequests() {
        try (SyncBench bench = new SyncBench(this::list);
                LogLines lines = new LogLines()) {
            SourceYaml source = source(bench);
            bench.sync(source);

            assertThat(lines.all())
                    .filteredOn(line -> line.contains("order: ascending"))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).startsWith("INFO records: ").contains("ascending order of updatedAt"));

            lines.all().clear();
            bench.sync(source.with("order", "ascending"));
            assertThat(lines.all()).noneMatch(line -> line.contains("order: ascending"));
        }
    }

    /** Without a cursor in the request nothing is sent that would need them. */
    @ParameterizedTest
    @CsvSource({"number,exclusive", "text,exclusive", "epoch-millis,exclusive"})
    void aQueryWithoutACursorNeedsNeitherInitialCursorNorBoundary(String type, String boundary) {
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = bench.source("page-number", "query", "page={page}; limit={limit}", "pageSize", 10)
                    .with("cursorField", "id")
                    .with("cursorType", type)
                    .with("boundary", boundary);

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"many\"", "\"31\"", "1e3"})
    void anInvalidOrTooHighTotalIsAWarningUnlessItIsRequired(String total) {
        try (SyncBench bench = new SyncBench(request ->
                Response.text(200, "{\"data\": " + TestApi.json(page(request)) + ", \"total\": " + total + "}"))) {
            SourceYaml source = bench.source("offset", "query", "limit={limit}; offset={offset}", "pageSize", 10);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(result.warnings()).anyMatch(warning -> warning.contains("totalPath"));
            assertThat(bench.rows()).isEqualTo(30);
            boolean readable = total.contains("31");
            assertThat(bench.sync(source.with("requireTotal", true)).error())
                    .contains(
                            readable
                                    ? "the API reports a total of 31 records and returned 30"
                                    : "no response reported a total");
        }
    }

    private SourceYaml source(SyncBench bench) {
        return bench.source("page-number", "query", "since={cursor}; page={page}; limit={limit}", "pageSize", 10);
    }

    private Response list(Request request) {
        return Response.of(Map.of("data", page(request)));
    }

    private List<Map<String, Object>> page(Request request) {
        String since = request.parameters().getOrDefault("since", "0001-01-01T00:00:00Z");
        int limit = request.number("limit", 10);
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        return Records.page(Records.after(records, since), offset, limit);
    }
}
