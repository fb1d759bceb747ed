package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ties larger than a page, of long ago: read to the last once, and not again at each sync. */
class KnownTieTest {

    private List<Map<String, Object>> records = Records.ties(300);
    private boolean inclusive;

    @ParameterizedTest
    @CsvSource({
        "offset,ascending",
        "offset,unknown",
        "page-number,ascending",
        "page-number,unknown",
        "next-url,ascending",
        "next-url,unknown"
    })
    void aTieOfLongAgoIsNotReadAgainAtEachSync(String strategy, String order) {
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, strategy, order, 100);
            bench.sync(source);
            bench.sync(source);
            bench.api().forget();

            SyncResult idle = bench.sync(source);

            assertThat(idle.error()).isNull();
            assertThat(idle.warnings()).isEmpty();
            assertThat(bench.api().requests()).hasSizeLessThanOrEqualTo(2);
            records.set(41, changed(42));
            assertThat(bench.sync(source).rowsWritten()).isEqualTo(1);
            assertThat(bench.column("name", String.class)).contains("changed 42");
        }
    }

    @Test
    void aTieOfAHundredThousandTakesTwoRequestsAtMostOnceItIsKnown() {
        records = Records.ties(100_000);
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, "offset", "ascending", 5000);
            assertThat(bench.sync(source).error()).isNull();
            bench.api().forget();

            SyncResult idle = bench.sync(source);

            assertThat(idle.error()).isNull();
            assertThat(bench.api().requests()).hasSizeLessThanOrEqualTo(2);
            assertThat(bench.rows()).isEqualTo(100_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"offset,ascending", "page-number,unknown", "next-url,ascending"})
    void anInclusiveApiIsRequestedForTheTieOncePerSync(String strategy, String order) {
        inclusive = true;
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, strategy, order, 100).with("boundary", "inclusive");
            bench.sync(source);
            bench.sync(source);
            bench.api().forget();

            SyncResult idle = bench.sync(source);

            assertThat(idle.error()).isNull();
            assertThat(idle.rowsWritten()).isZero();
            assertThat(bench.api().requests()).hasSizeLessThanOrEqualTo(5);
        }
    }

    /** Its records may still be joined by others. */
    @Test
    void aTieOfJustNowIsReadAgain() {
        String now = Instant.now().minusSeconds(60).toString();
        records.replaceAll(each -> Records.record(Records.number(each, "id"), now));
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, "offset", "ascending", 100);
            bench.sync(source);
            records.add(Records.record(301, now));

            assertThat(bench.sync(source).rowsWritten()).isEqualTo(1);
            assertThat(String.valueOf(bench.sync(source).state())).doesNotContain("tie");
        }
    }

    @Test
    void aStateWithAnInvalidTieIsRefusedWithTheRemedy() {
        try (SyncBench bench = new SyncBench(this::list)) {
            SourceYaml source = source(bench, "offset", "ascending", 100);
            bench.sync(source);
            bench.database()
                    .jdbc()
                    .update("update tidemark_state set state = replace(state, '\"rows\":300', '\"rows\":\"many\"')");

            assertThat(bench.sync(source).error()).contains("a tie", "state set");
        }
    }

    private static Map<String, Object> changed(long id) {
        Map<String, Object> record =
                Records.record(id, Records.START.plusSeconds(1).toString());
        record.put("name", "changed " + id);
        return record;
    }

    private static SourceYaml source(SyncBench bench, String strategy, String order, int pageSize) {
        String place =
                switch (strategy) {
                    case "offset" -> "; limit={limit}; offset={offset}";
                    case "page-number" -> "; limit={limit}; page={page}";
                    default -> "; limit=" + pageSize;
                };
        SourceYaml source = bench.source(strategy, "query", "since={cursor}" + place, "order", order);
        return strategy.equals("next-url") ? source : source.with("pageSize", pageSize);
    }

    private Response list(Request request) {
        String since = request.get("since");
        List<Map<String, Object>> found = records.stream()
                .filter(each -> {
                    int order = String.valueOf(each.get("updatedAt")).compareTo(since);
                    return order > 0 || (inclusive && order == 0);
                })
                .sorted(Comparator.comparing(each -> String.valueOf(each.get("updatedAt"))))
                .toList();
        int limit = request.number("limit", 100);
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(found, offset, limit));
        body.put("total", found.size());
        if (offset + limit < found.size()) {
            body.put("next_page_url", "?since=" + since + "&limit=" + limit + "&offset=" + (offset + limit));
        }
        return Response.of(body);
    }
}
