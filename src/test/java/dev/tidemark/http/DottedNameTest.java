package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths in a response where its fields have dots in their very names. */
class DottedNameTest {

    private static final int ALL = 250;

    private final List<Map<String, Object>> newestFirst = new ArrayList<>(Records.seconds(ALL));

    @Test
    void aLinkIsFoundInTheFieldOfThatName() {
        Collections.reverse(newestFirst);
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            Map<String, Object> page = new LinkedHashMap<>(Map.of("value", Records.page(newestFirst, at, 100)));
            if (at + 100 < ALL) {
                page.put("@odata.nextLink", "/records?at=" + (at + 100));
            }
            return Response.of(page);
        })) {
            SyncResult result = bench.sync(bench.source(
                    "next-url", "query", "all=yes", "recordsPath", "value", "nextUrlPath", "@odata.nextLink"));

            assertThat(result.error()).isNull();
            assertThat(result.warnings()).isEmpty();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenIsFoundInTheFieldOfThatNameOrInTheOneInAnObject(boolean literal) {
        Collections.reverse(newestFirst);
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            Map<String, Object> page = new LinkedHashMap<>();
            Object token = at + 100 < ALL ? Integer.toString(at + 100) : null;
            page.put(literal ? "next.token" : "next", literal ? token : Collections.singletonMap("token", token));
            page.put("page.data", Records.page(newestFirst, at, 100));
            return Response.of(page);
        })) {
            SyncResult result = bench.sync(bench.source(
                    "keyset",
                    "query",
                    "all=yes",
                    "nextQuery",
                    "at={token}",
                    "recordsPath",
                    "page.data",
                    "tokenPath",
                    "next.token",
                    "chunkSize",
                    10));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void ofTwoPlacesForTheRecordsTheFieldOfThatNameWinsInEitherOrder() {
        List<Map<String, Object>> future = List.of(Records.record(99, "2024-03-01T00:00:00Z"));
        for (boolean first : new boolean[] {true, false}) {
            try (SyncBench bench = new SyncBench(request -> {
                Map<String, Object> page = new LinkedHashMap<>();
                if (first) {
                    page.put("d.results", Records.seconds(7));
                }
                page.put("d", Map.of("results", future));
                page.put("d.results", Records.seconds(7));
                return Response.of(page);
            })) {
                SyncResult result = bench.sync(
                        bench.source("next-url", "query", "all=yes", "recordsPath", "d.results", "chunkSize", 5));

                assertThat(result.error()).isNull();
                assertThat(bench.column("id", Long.class)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
                assertThat(result.state()).hasToString("{\"last_updated_at\":\"2024-01-15T10:00:07Z\"}");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keyset, tokenPath, data.0.next, data, all=yes",
        "next-url, nextUrlPath, data.next, data, all=yes",
        "next-url, nextUrlPath, next, ., all=yes",
        "page-number, totalPagesPath, data.pages, data, page={page}"
    })
    void aPathIntoTheRecordsFailsWhereNothingHasCheckedIt(
            String strategy, String parameter, String path, String recordsPath, String query) {
        Object body = recordsPath.equals(".") ? Records.seconds(5) : Map.of("data", Records.seconds(5));
        try (SyncBench bench = new SyncBench(request -> Response.of(body))) {
            SyncResult result =
                    bench.sync(bench.source(strategy, "query", query, parameter, path, "recordsPath", recordsPath));

            assertThat(result.error())
                    .contains(
                            "`" + path + "` points into the records",
                            "recordsPath is `" + recordsPath + "`",
                            "header:");
            assertThat(bench.rows()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, since={cursor}",
        "offset, offset={offset}; since={cursor}",
        "page-number, page={page}; since={cursor}",
        "step-size, start={start}; end={end}"
    })
    void aDefaultPathThatIsNotNeededDoesNoHarmWhereTheResponseIsTheArray(String strategy, String query) {
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("offset", 5 * (request.number("page", 1) - 1) + request.number("start", 1) - 1);
            String since = request.parameters().getOrDefault("since", "2000-01-01T00:00:00Z");
            return Response.of(Records.page(Records.after(Records.seconds(5), since), at, 5));
        })) {
            SyncResult result = bench.sync(bench.source(strategy, "query", query, "recordsPath", "."));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(5);
        }
    }
}
