package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists sorted by a column with ties and by nothing else. A database then gives each page in an order of its own: the same
 * one whenever it is asked, but pages overlap inside a tie, and leave out what others have twice.
 */
class OverlapHabitTest {

    private static final int CAP = 100;

    private final List<Map<String, Object>> records = Records.ties(300);

    @ParameterizedTest
    @CsvSource({"offset,ascending", "offset,unknown", "page-number,ascending", "page-number,unknown"})
    void overlappingPagesAreReadWithOtherSizesUntilNothingIsMissing(String strategy, String order) {
        try (SyncBench bench = new SyncBench(request -> list(request))) {
            SourceYaml source = source(bench, strategy, order);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(bench.column("id", Long.class)).isEqualTo(ids());
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"offset,ascending", "offset,unknown", "page-number,ascending", "page-number,unknown"})
    void recordsChangedInATieOfOverlappingPagesAreAllRead(String strategy, String order) {
        try (SyncBench bench = new SyncBench(request -> list(request))) {
            SourceYaml source = source(bench, strategy, order);
            bench.sync(source);
            for (int id = 7; id <= 300; id += 2) {
                Map<String, Object> record =
                        Records.record(id, Records.START.plusSeconds(60).toString());
                record.put("name", "changed " + id);
                records.set(id - 1, record);
            }

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(bench.column("name", String.class))
                    .isEqualTo(records.stream().map(each -> each.get("name")).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"ascending", "unknown"})
    void overlappingPagesThatNoPageSizeChangesFailTheSyncAndNameTheSort(String order) {
        try (SyncBench bench = new SyncBench(request -> list(request))) {
            SourceYaml source = source(bench, "next-url", order);

            SyncResult result = bench.sync(source);

            assertThat(result.error())
                    .contains(
                            "some are on two pages and others on none",
                            "sort that ends in a unique field",
                            "updatedAt,id");
            assertThat(bench.sync(source).error()).contains("some are on two pages and others on none");
        }
    }

    /** The total shows that nothing is missing, whatever comes twice. */
    @Test
    void aListWhosePagesRepeatRecordsIsWholeWhenAsManyCameAsTheApiAnnounces() {
        List<Map<String, Object>> list = new ArrayList<>(Records.seconds(30));
        list.addAll(list.subList(0, 3));
        try (SyncBench bench = new SyncBench(request -> {
            int offset = request.number("offset", 0);
            return Response.of(Map.of("data", Records.page(list, offset, request.number("limit", 10)), "total", 30));
        })) {
            SourceYaml source =
                    bench.source("offset", "query", "all=yes; limit={limit}; offset={offset}", "pageSize", 10);

            SyncResult result = bench.sync(source);

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(30);
        }
    }

    private SourceYaml source(SyncBench bench, String strategy, String order) {
        String place =
                switch (strategy) {
                    case "offset" -> "; limit={limit}; offset={offset}";
                    case "page-number" -> "; limit={limit}; page={page}";
                    default -> "; limit=" + CAP;
                };
        SourceYaml source = bench.source(strategy, "query", "since={cursor}" + place, "order", order);
        return strategy.equals("next-url") ? source : source.with("pageSize", CAP);
    }

    private List<Long> ids() {
        return records.stream().map(each -> Records.number(each, "id")).toList();
    }

    private Response list(Request request) {
        Instant since = Instant.parse(request.get("since"));
        int limit = Math.min(CAP, request.number("limit", CAP));
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        List<Map<String, Object>> found = new ArrayList<>(
                records.stream().filter(each -> Records.at(each).isAfter(since)).toList());
        Collections.shuffle(found, new Random(Objects.hash(offset, limit)));
        found.sort(Comparator.comparing(Records::at));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(found, offset, limit));
        if (offset + limit < found.size()) {
            body.put("next_page_url", "?since=" + since + "&limit=" + limit + "&offset=" + (offset + limit));
        }
        return Response.of(body);
    }
}
