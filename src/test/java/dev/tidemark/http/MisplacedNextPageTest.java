package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that looks for the next page in the wrong place: every response looks like the last. */
class MisplacedNextPageTest {

    private static final int PAGE = 10;

    @ParameterizedTest
    @CsvSource({"next-url, nextUrlPath", "keyset, tokenPath"})
    void aListInAscendingOrderIsReadToItsEndByTheCursor(String strategy, String parameter) {
        List<Map<String, Object>> records = Records.seconds(43);
        try (SyncBench bench = new SyncBench(request -> page(records, request))) {
            SyncResult result = bench.sync(bench.source(
                    strategy,
                    "query",
                    "since={cursor}",
                    "initialCursor",
                    "2000-01-01T00:00:00Z",
                    parameter,
                    "nowhere"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(43);
            assertThat(result.warnings()).isEmpty();
            assertThat(result.state()).hasToString(state(strategy));
        }
    }

    @Test
    void aTieThatFillsThePagesFails() {
        List<Map<String, Object>> records = Records.seconds(25);
        records.subList(5, 25).forEach(record -> record.put("updatedAt", "2024-01-15T10:00:07Z"));
        try (SyncBench bench = new SyncBench(request -> page(records, request))) {
            SyncResult result =
                    bench.sync(bench.source("next-url", "query", "since={cursor}", "nextUrlPath", "nowhere"));

            assertThat(result.error()).contains("all 10 records", "2024-01-15T10:00:07Z", "nextUrlPath `nowhere`");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "next-url, nextUrlPath, since={cursor}",
        "keyset, tokenPath, since={cursor}",
        "next-url, nextUrlPath, all=yes"
    })
    void aListInAnotherOrderIsWarnedOf(String strategy, String parameter, String query) {
        List<Map<String, Object>> records = new ArrayList<>(Records.seconds(43));
        Collections.reverse(records);
        try (SyncBench bench = new SyncBench(
                request -> Response.of(Map.of("data", Records.page(records, 0, PAGE), "further", "/records?at=10")))) {
            SyncResult result = bench.sync(bench.source(strategy, "query", query, parameter, "nowhere"));

            assertThat(result.warnings())
                    .singleElement()
                    .asString()
                    .contains("no response reported a next page at " + parameter + " `nowhere`", "rows are missing");
        }
    }

    @Test
    void aShortListInAnotherOrderIsTakenForWhole() {
        List<Map<String, Object>> records = new ArrayList<>(Records.seconds(9));
        Collections.reverse(records);
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", records)))) {
            SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes"));

            assertThat(result.error()).isNull();
            assertThat(result.warnings()).isEmpty();
        }
    }

    @Test
    void aListThatReportedANextPageGivesNoWarning() {
        List<Map<String, Object>> records = new ArrayList<>(Records.seconds(15));
        Collections.reverse(records);
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            Map<String, Object> response = new LinkedHashMap<>(Map.of("data", Records.page(records, at, PAGE)));
            if (at == 0) {
                response.put("next_page_url", "/records?at=10");
            }
            return Response.of(response);
        })) {
            SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes"));

            assertThat(result.error()).isNull();
            assertThat(result.warnings()).isEmpty();
            assertThat(bench.rows()).isEqualTo(15);
        }
    }

    @ParameterizedTest
    @CsvSource({"next-url, nextUrlPath", "keyset, tokenPath"})
    void aLinkHeaderThatIsNotLookedAtFails(String strategy, String parameter) {
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", Records.seconds(5)))
                .with("Link", "</records?at=0>; rel=\"first\", </records?at=5>; rel=\"next\""))) {
            SyncResult result = bench.sync(bench.source(strategy, "query", "all=yes", parameter, "nowhere"));

            assertThat(result.error())
                    .contains("a Link header with the next page", parameter + " `nowhere`", "header:Link");
            assertThat(bench.rows()).isZero();
        }
    }

    @Test
    void aLinkHeaderIsOfNoConcernToAConditionOnCursorAndKey() {
        try (SyncBench bench = new SyncBench(
                request -> page(Records.seconds(5), request).with("Link", "</records?at=5>; rel=\"next\""))) {
            SyncResult result = bench.sync(
                    bench.source("keyset", "query", "since={cursor}", "nextQuery", "since={cursor}; after_id={key}"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(5);
        }
    }

    /** The oldest so many since a cursor, with the way on where nobody looks for it. */
    private static Response page(List<Map<String, Object>> records, Request request) {
        List<Map<String, Object>> since =
                Records.after(records, String.valueOf(request.parameters().get("since")));
        return Response.of(Map.of("data", Records.page(since, 0, PAGE), "paging", Map.of("next", "/records?at=10")));
    }

    private static String state(String strategy) {
        return "{\"last_updated_at\":\"2024-01-15T10:00:43Z\""
                + (strategy.equals("keyset") ? ",\"last_key\":\"43\"}" : "}");
    }
}
