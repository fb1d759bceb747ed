package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How lists end: with a page that is short, full or empty, with a refusal, with nothing, or with the last page again. */
class EndOfListTest {

    /** What a server says of a page past the last. */
    private enum PastEnd {
        EMPTY_ARRAY,
        EMPTY_OBJECT,
        REFUSAL,
        LAST_PAGE_AGAIN
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_ARRAY, 40", "EMPTY_ARRAY, 43", "EMPTY_ARRAY, 0", "EMPTY_OBJECT, 40", "EMPTY_OBJECT, 43", "REFUSAL, 40",
        "REFUSAL, 43", "REFUSAL, 10", "REFUSAL, 0", "LAST_PAGE_AGAIN, 40", "LAST_PAGE_AGAIN, 43", "LAST_PAGE_AGAIN, 7"
    })
    void pageNumbersWithATotalInAHeaderEndInAnyWay(PastEnd end, int count) {
        assertAllArrive(count, end, true, true, "page={page}");
        assertAllArrive(count, end, true, true, "page={page}; since={cursor}");
    }

    @ParameterizedTest
    @CsvSource({"EMPTY_ARRAY, 40", "EMPTY_ARRAY, 43", "EMPTY_OBJECT, 40", "EMPTY_OBJECT, 43", "LAST_PAGE_AGAIN, 43"})
    void pageNumbersWithoutATotalEndWhereNothingMoreComes(PastEnd end, int count) {
        assertAllArrive(count, end, false, true, "page={page}");
        assertAllArrive(count, end, false, true, "page={page}; since={cursor}");
        assertAllArrive(count, end, false, false, "page={page}");
    }

    @Test
    void aRepeatedFullFirstPageMayBeAPageNumberThatIsNotHonoured() {
        SyncResult result = sync(10, PastEnd.LAST_PAGE_AGAIN, false, true, "page={page}");

        assertThat(result.error()).contains("page 2 is identical to the previous page", "check query");
    }

    /** A server that cuts below the size asked for: that its pages are short says nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatedShortPageBelowTheTotalIsAPageNumberThatIsNotHonoured(boolean afterOthers) {
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of(
                "data",
                Records.page(Records.seconds(40), afterOthers && request.number("page", 1) == 1 ? 0 : 10, 10),
                "total_pages",
                4)))) {
            SyncResult result = bench.sync(bench.source("page-number", "pageSize", 50, "query", "page={page}"));

            assertThat(result.error())
                    .contains(
                            afterOthers ? "page 3 is identical" : "page 2 is identical",
                            "the API reports 4 pages",
                            "check query and totalPagesPath");
            assertThat(bench.database().states().getState("records")).isNull();
        }
    }

    @Test
    void aRepeatedShortPageWithoutATotalIsTheEnd() {
        assertAllArrive(7, PastEnd.LAST_PAGE_AGAIN, false, true, "page={page}");
    }

    @Test
    void aRepeatedLastPageIsTheEndWhenTheTotalHasShrunk() {
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of(
                "data",
                Records.page(Records.seconds(20), request.number("page", 1) == 1 ? 0 : 10, 10),
                "total_pages",
                request.number("page", 1) < 3 ? 3 : 2)))) {
            SyncResult result = bench.sync(bench.source("page-number", "pageSize", 10, "query", "page={page}"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(20);
        }
    }

    @Test
    void aFullLastPageThatComesAgainAfterOthersIsTheEnd() {
        assertAllArrive(40, PastEnd.LAST_PAGE_AGAIN, false, true, "page={page}");
    }

    @Test
    void aRefusalWithoutATotalFailsForItMayMeanAnything() {
        SyncResult result = sync(40, PastEnd.REFUSAL, false, true, "page={page}");

        assertThat(result.error()).startsWith("page 5: the API responded with 400");
    }

    @Test
    void aRefusalBeforeTheTotalIsReachedFails() {
        try (SyncBench bench = new SyncBench(request -> request.number("page", 1) == 2
                ? Response.text(404, "{}")
                : Response.of(Map.of("data", Records.seconds(10), "total_pages", 3)))) {
            SyncResult result = bench.sync(bench.source("page-number", "pageSize", 10, "query", "page={page}"));

            assertThat(result.error()).startsWith("page 2: the API responded with 404");
        }
    }

    @Test
    void anEmptyObjectForTheFirstPageIsNotAList() {
        try (SyncBench bench = new SyncBench(request -> Response.text(200, "{}"))) {
            assertThat(bench.sync(bench.source("page-number")).error()).contains("no array at `data`", "recordsPath");
        }
    }

    @Test
    void anObjectWithOtherContentIsNotTheEnd() {
        try (SyncBench bench = new SyncBench(request -> request.number("page", 1) == 1
                ? Response.of(Map.of("data", Records.seconds(3)))
                : Response.text(200, "{\"warning\": \"busy\"}"))) {
            SyncResult result = bench.sync(bench.source("page-number", "query", "page={page}"));

            assertThat(result.error()).contains("no array at `data`");
        }
    }

    /** The anchor is the last record there is: nothing past the end is ever asked for. */
    @ParameterizedTest
    @EnumSource(PastEnd.class)
    void offsetsNeverGoPastTheEnd(PastEnd end) {
        for (int count : List.of(40, 43, 1)) {
            List<Map<String, Object>> records = Records.seconds(count);
            try (SyncBench bench = new SyncBench(request -> page(records, end, request.number("offset", 0), 10))) {
                SyncResult result =
                        bench.sync(bench.source("offset", "pageSize", 10, "query", "limit={limit}; offset={offset}"));

                assertThat(result.error()).isNull();
                assertThat(bench.rows()).isEqualTo(count);
                assertThat(bench.api().requests())
                        .extracting(request -> request.number("offset", 0))
                        .allMatch(offset -> offset < count);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 43})
    void aTokenAfterAFullLastPageMayLeadToAnEmptyOne(int count) {
        List<Map<String, Object>> records = Records.seconds(count);
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            List<Map<String, Object>> page = Records.page(records, at, 10);
            return Response.of(page.isEmpty() ? Map.of("data", page) : Map.of("data", page, "next", at + 10));
        })) {
            SyncResult result = bench.sync(bench.source(
                    "keyset", "query", "all=yes", "nextQuery", "all=yes; at={token}", "tokenPath", "next"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(count);
        }
    }

    private static void assertAllArrive(int count, PastEnd end, boolean total, boolean ascending, String query) {
        try (SyncBench bench = new SyncBench(request -> respond(records(count, ascending), request, end, total))) {
            SourceYaml source = source(bench, query);

            SyncResult first = bench.sync(source);

            assertThat(first.error()).as("%s records, %s", count, query).isNull();
            assertThat(bench.rows()).isEqualTo(count);
            SyncResult second = bench.sync(source);
            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isZero();
        }
    }

    private static SyncResult sync(int count, PastEnd end, boolean total, boolean ascending, String query) {
        try (SyncBench bench = new SyncBench(request -> respond(records(count, ascending), request, end, total))) {
            return bench.sync(source(bench, query));
        }
    }

    private static SourceYaml source(SyncBench bench, String query) {
        return bench.source(
                "page-number", "pageSize", 10, "query", query, "totalPagesPath", "header:X-List-TotalPages");
    }

    private static List<Map<String, Object>> records(int count, boolean ascending) {
        List<Map<String, Object>> records = new ArrayList<>(Records.seconds(count));
        if (!ascending) {
            Collections.reverse(records);
        }
        return records;
    }

    private static Response respond(List<Map<String, Object>> all, Request request, PastEnd end, boolean total) {
        String since = request.parameters().get("since");
        List<Map<String, Object>> records = since == null ? all : Records.after(all, since);
        Response response = page(records, end, 10 * (request.number("page", 1) - 1), 10);
        return total && response.status() == 200
                ? response.with("X-List-TotalPages", Integer.toString((records.size() + 9) / 10))
                : response;
    }

    private static Response page(List<Map<String, Object>> records, PastEnd end, int offset, int limit) {
        if (offset < records.size() || offset == 0) {
            return Response.of(Map.of("data", Records.page(records, offset, limit)));
        }
        return switch (end) {
            case EMPTY_ARRAY -> Response.of(Map.of("data", List.of()));
            case EMPTY_OBJECT -> Response.text(200, "{}");
            case REFUSAL -> Response.text(400, "{\"code\": \"invalid_page_number\"}");
            case LAST_PAGE_AGAIN ->
                Response.of(Map.of("data", Records.page(records, (records.size() - 1) / limit * limit, limit)));
        };
    }
}
