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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many records of one cursor value, and what servers do to them. */
class TieHabitTest {

    private static final String KEYSET =
            "(?:updatedAt ge (\\S+)|updatedAt gt (\\S+) or updatedAt eq \\2 and id gt (\\d+))";

    @Test
    void twoHundredNinetyThreeOnOneMillisecondInPagesOfAHundredByCursorAndKey() {
        List<Map<String, Object>> records = bulkEdited();
        try (SyncBench bench = new SyncBench(request -> byCursorAndKey(records, request))) {
            SourceYaml source = bench.source(
                    "keyset",
                    "query",
                    "$filter=updatedAt ge {cursor}; $orderby=updatedAt,id",
                    "nextQuery",
                    "$filter=updatedAt gt {cursor} or updatedAt eq {cursor} and id gt {key}; $orderby=updatedAt,id",
                    "boundary",
                    "inclusive");

            SyncResult first = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(bench.rows()).isEqualTo(records.size());
            assertThat(first.pages())
                    .as("a tie over several pages is read twice")
                    .isLessThan(12);
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    @Test
    void twoHundredNinetyThreeOnOneMillisecondInPagesOfAHundredByOffset() {
        List<Map<String, Object>> records = bulkEdited();
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of(
                "data",
                Records.page(
                        Records.after(records, request.get("updated_since")),
                        request.number("offset", 0),
                        Math.min(100, request.number("limit", 100))))))) {
            SourceYaml source = bench.source("offset", "pageSize", 100);

            SyncResult first = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(bench.rows()).isEqualTo(records.size());
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    @Test
    void aTimestampAloneCannotPassThemAndSaysSo() {
        List<Map<String, Object>> records = bulkEdited();
        try (SyncBench bench = new SyncBench(request ->
                Response.of(Map.of("data", Records.page(Records.after(records, request.get("since")), 0, 100))))) {
            SyncResult result = bench.sync(bench.source("timestamp", "pageSize", 100));

            assertThat(result.error()).contains("share the cursor `2024-01-15T10:05:00Z`", "keyset");
        }
    }

    @Test
    void aReplayCannotPassThemEitherAndSaysSo() {
        List<Map<String, Object>> records = bulkEdited();
        try (SyncBench bench = new SyncBench(request ->
                Response.of(Map.of("data", Records.page(Records.after(records, request.get("since")), 0, 100))))) {
            SourceYaml source = bench.source("replay", "pageSize", 100);

            SyncResult first = bench.sync(source);
            SyncResult second = bench.sync(source);

            assertThat(List.of(first, second)).allSatisfy(result -> assertThat(result.error())
                    .contains("share the cursor `2024-01-15T10:05:00Z`", "use the strategy keyset or offset"));
            assertThat(String.valueOf(first.state())).contains("2024-01-15T10:00:50Z");
        }
    }

    /** As the practice API does: after a token only what is newer. */
    @Test
    void aTokenThatPassesOverThemFailsTheSyncAndNamesTheStrategyThatDoesNot() {
        List<Map<String, Object>> records = bulkEdited();
        try (SyncBench bench = new SyncBench(request -> {
            String token = request.parameters().get("scroll_param");
            List<Map<String, Object>> found =
                    Records.page(Records.after(records, token == null ? request.get("updated_since") : token), 0, 100);
            String last = String.valueOf(found.get(found.size() - 1).get("updatedAt"));
            return Response.of(
                    found.size() < 100 ? Map.of("data", found) : Map.of("data", found, "scroll_param", last));
        })) {
            SyncResult result = bench.sync(bench.source("keyset"));

            assertThat(result.error())
                    .contains("only records with the cursor `2024-01-15T10:05:00Z`", "use the strategy offset");
            assertThat(String.valueOf(result.state())).contains("2024-01-15T10:00:50Z");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset", "page-number", "next-url", "keyset"})
    void aLimitThatTheServerCutsWithoutAWordEndsNothingEarly(String strategy) {
        List<Map<String, Object>> records = Records.seconds(430);
        try (SyncBench bench =
                new SyncBench(request -> list(Records.after(records, request.get("updated_since")), request, 100))) {
            SourceYaml source = bench.source(strategy, "query", "updated_since={cursor}; limit=500");
            if (strategy.equals("offset")) {
                source.with("query", "updated_since={cursor}; limit={limit}; offset={offset}")
                        .with("pageSize", 500);
            } else if (strategy.equals("page-number")) {
                source.with("query", "updated_since={cursor}; limit={limit}; page={page}")
                        .with("pageSize", 500);
            } else if (strategy.equals("keyset")) {
                source.with("nextQuery", "updated_since={cursor}; offset={token}")
                        .with("tokenPath", "next_offset");
            }
            SyncResult first = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(bench.rows()).isEqualTo(430);
        }
    }

    /** As a database sorts that was not told how: another order of the ties for each place in the list. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void tiesThatTheServerReordersForEachRequestAreReadCompletely(int seed) {
        List<Map<String, Object>> records = new ArrayList<>();
        LongStream.rangeClosed(1, 249)
                .forEach(id -> records.add(
                        Records.record(id, Records.START.plusSeconds(id / 40).toString())));
        Random random = new Random(seed);
        try (SyncBench bench = new SyncBench(request -> {
            List<Map<String, Object>> found = new ArrayList<>(Records.after(records, request.get("updated_since")));
            if (!request.get("sort").endsWith(",id:asc")) {
                Collections.shuffle(found, random);
                found.sort(Comparator.comparing(each -> String.valueOf(each.get("updatedAt"))));
            }
            return list(found, request, 10);
        })) {
            SourceYaml source = bench.source(
                    "offset",
                    "pageSize",
                    10,
                    "query",
                    "updated_since={cursor}; sort=updatedAt:asc; limit={limit}; offset={offset}");

            SyncResult shuffled = bench.sync(source);

            assertThat(shuffled.error()).as("seed %s", seed).isNull();
            assertThat(bench.rows()).isEqualTo(249);

            SyncResult ordered = bench.sync(source.with(
                    "query", "updated_since={cursor}; sort=updatedAt:asc,id:asc; limit={limit}; offset={offset}"));
            assertThat(ordered.error()).isNull();
            assertThat(ordered.rowsWritten()).isZero();
            assertThat(bench.rows()).isEqualTo(249);
        }
    }

    private static List<Map<String, Object>> bulkEdited() {
        List<Map<String, Object>> records = new ArrayList<>(Records.seconds(50));
        LongStream.rangeClosed(51, 343).forEach(id -> records.add(Records.record(id, "2024-01-15T10:05:00Z")));
        LongStream.rangeClosed(344, 400)
                .forEach(id -> records.add(Records.record(
                        id,
                        Instant.parse("2024-01-15T11:00:00Z").plusSeconds(id).toString())));
        return records;
    }

    private static Response byCursorAndKey(List<Map<String, Object>> records, Request request) {
        Matcher filter = Pattern.compile(KEYSET).matcher(request.get("$filter"));
        if (!filter.matches() || !request.get("$orderby").equals("updatedAt,id")) {
            throw new IllegalArgumentException("not understood");
        }
        boolean first = filter.group(1) != null;
        Instant since = Instant.parse(first ? filter.group(1) : filter.group(2));
        long key = first ? 0 : Long.parseLong(filter.group(3));
        List<Map<String, Object>> found = records.stream()
                .filter(each -> {
                    int order =
                            Instant.parse(String.valueOf(each.get("updatedAt"))).compareTo(since);
                    return order > 0 || (order == 0 && Records.number(each, "id") > key);
                })
                .toList();
        return Response.of(Map.of("data", Records.page(found, 0, 100)));
    }

    /** By offset, page number, token or link, whichever is asked for. */
    private static Response list(List<Map<String, Object>> found, Request request, int cap) {
        int limit = Math.min(cap, request.number("limit", cap));
        int offset = request.number("offset", (request.number("page", 1) - 1) * limit);
        Map<String, Object> body = new java.util.LinkedHashMap<>();
        body.put("data", Records.page(found, offset, limit));
        if (offset + limit < found.size()) {
            body.put("next_offset", offset + limit);
            body.put(
                    "next_page_url",
                    "?updated_since=" + request.get("updated_since") + "&limit=500&offset=" + (offset + limit));
        }
        return Response.of(body);
    }
}
