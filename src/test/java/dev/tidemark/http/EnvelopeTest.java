package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What surrounds the records in a response, and where it contains the next page. */
class EnvelopeTest {

    private static final int ALL = 25;

    private final List<Map<String, Object>> records = Records.seconds(ALL);

    @Test
    void aBareArray() {
        assertAllArrive(request -> Response.of(since(request)), "timestamp", "recordsPath", ".");
    }

    @Test
    void aBareArrayWithItsLinkInAHeader() {
        assertAllArrive(
                request -> Response.of(page(request)).with("Link", link(request)),
                "next-url",
                "recordsPath",
                ".",
                "nextUrlPath",
                "header:Link");
    }

    @Test
    void dataWithATokenUnderMeta() {
        assertAllArrive(
                request -> Response.of(Map.of("meta", token(request, "next"), "data", page(request))),
                "keyset",
                "tokenPath",
                "meta.next",
                "nextQuery",
                "since={cursor}; at={token}");
    }

    @Test
    void itemsWithTheNumberOfTheNextPageAndATotal() {
        assertAllArrive(
                request -> {
                    Map<String, Object> body = new LinkedHashMap<>(Map.of("items", page(request), "total", ALL));
                    body.putAll(token(request, "next_page"));
                    return Response.of(body);
                },
                "keyset",
                "recordsPath",
                "items",
                "tokenPath",
                "next_page",
                "nextQuery",
                "since={cursor}; at={token}");
    }

    @Test
    void aNameWithAnAtSignAndADotByAJsonPointer() {
        assertAllArrive(
                request -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    if (more(request)) {
                        body.put("@odata.nextLink", next(request));
                    }
                    body.put("value", page(request));
                    return Response.of(body);
                },
                "next-url",
                "recordsPath",
                "value",
                "nextUrlPath",
                "/@odata.nextLink");
    }

    @Test
    void namesWithADollarADotAndASlash() {
        assertAllArrive(
                request -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("$values", Map.of("a/b.c", page(request)));
                    body.putAll(token(request, "$next~page"));
                    return Response.of(body);
                },
                "keyset",
                "recordsPath",
                "/$values/a~1b.c",
                "tokenPath",
                "/$next~0page",
                "nextQuery",
                "since={cursor}; at={token}");
    }

    @Test
    void resultsUnderDWithTheLinkBesideThem() {
        assertAllArrive(
                request -> {
                    Map<String, Object> d = new LinkedHashMap<>(Map.of("results", page(request)));
                    if (more(request)) {
                        d.put("__next", next(request));
                    }
                    return Response.of(Map.of("d", d));
                },
                "next-url",
                "recordsPath",
                "d.results",
                "nextUrlPath",
                "d.__next");
    }

    @Test
    void aListOfChangesByTheirSequenceNumber() {
        List<Map<String, Object>> changes = LongStream.rangeClosed(1, ALL)
                .mapToObj(n -> Map.<String, Object>of("id", "key-" + n, "seq", n, "doc", Map.of("_id", List.of(n))))
                .toList();
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of(
                "results",
                changes.stream()
                        .filter(each -> Records.number(each, "seq") > Long.parseLong(request.get("since")))
                        .toList(),
                "last_seq",
                ALL)))) {
            SourceYaml source = bench.source(
                            "timestamp",
                            "recordsPath",
                            "results",
                            "cursorField",
                            "seq",
                            "cursorType",
                            "number",
                            "initialCursor",
                            "0")
                    .sink("columns", "id:STRING, seq:LONG, doc:JSON");

            SyncResult first = bench.sync(source);

            assertThat(first.error()).isNull();
            assertThat(first.state()).hasToString("{\"last_timestamp\":25}");
            assertThat(bench.column("doc", String.class)).hasSize(ALL).contains("{\"_id\":[7]}");
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    @Test
    void aListInsideAQueryWithItsContinuationBeside() {
        assertAllArrive(
                request -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    if (more(request)) {
                        body.put("continue", Map.of("at", Integer.toString(at(request) + 10), "continue", "-||"));
                    }
                    body.put("query", Map.of("list", page(request)));
                    return Response.of(body);
                },
                "keyset",
                "recordsPath",
                "query.list",
                "tokenPath",
                "continue.at",
                "nextQuery",
                "since={cursor}; at={token}; continue=-||");
    }

    @Test
    void cursorsAndKeysInFieldsWithDotsAtSignsAndDollars() {
        List<Map<String, Object>> odd = LongStream.rangeClosed(1, ALL)
                .mapToObj(n -> Map.<String, Object>of("$id.v", "k" + n, "@sys.seq", n))
                .toList();
        for (String strategy : List.of("timestamp", "keyset")) {
            try (SyncBench bench = new SyncBench(request -> Response.of(Map.of(
                    "data",
                    odd.stream()
                            .filter(each -> Records.number(each, "@sys.seq") > Long.parseLong(request.get("since")))
                            .toList())))) {
                SourceYaml source = bench.source(
                                strategy,
                                "query",
                                "since={cursor}",
                                "cursorField",
                                "@sys.seq",
                                "cursorType",
                                "number",
                                "initialCursor",
                                "0")
                        .sink("primaryKey", "$id.v");
                if (strategy.equals("keyset")) {
                    source.with("nextQuery", "since={cursor}; after={key}").with("keyField", "$id.v");
                }

                SyncResult result = bench.sync(source);

                assertThat(result.error()).as(strategy).isNull();
                assertThat(bench.rows()).isEqualTo(ALL);
                assertThat(String.valueOf(result.state())).contains("25");
            }
        }
    }

    @Test
    void theNumberOfAllRecordsInAHeader() {
        assertAllArrive(
                request -> Response.of(page(request)).with("X-Total-Count", Integer.toString(ALL)),
                "offset",
                "recordsPath",
                ".",
                "pageSize",
                10,
                "totalPath",
                "header:X-Total-Count");
    }

    /** All of them arrive; a second sync writes nothing; one that was changed is all that a third one writes. */
    private void assertAllArrive(TestApi.Service service, String strategy, Object... parameters) {
        try (SyncBench bench = new SyncBench(service)) {
            SourceYaml source = bench.source(strategy, parameters)
                    .with("query", strategy.equals("offset") ? "since={cursor}; at={offset}" : "since={cursor}");

            SyncResult first = bench.sync(source);
            SyncResult second = bench.sync(source);
            records.set(4, Records.record(5, "2024-02-01T00:00:00Z"));
            SyncResult third = bench.sync(source);

            assertThat(List.of(first, second, third))
                    .extracting(SyncResult::error)
                    .containsOnlyNulls();
            assertThat(bench.column("id", Long.class))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, ALL).boxed().toList());
            assertThat(second.rowsWritten()).isZero();
            assertThat(third.rowsWritten()).isEqualTo(1);
            assertThat(third.rowsRead()).isLessThan(ALL);
        }
    }

    private List<Map<String, Object>> since(TestApi.Request request) {
        return Records.after(records, request.get("since"));
    }

    private List<Map<String, Object>> page(TestApi.Request request) {
        return Records.page(since(request), at(request), 10);
    }

    private boolean more(TestApi.Request request) {
        return at(request) + 10 < since(request).size();
    }

    private static int at(TestApi.Request request) {
        return request.number("at", 0);
    }

    private Map<String, Object> token(TestApi.Request request, String name) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put(name, more(request) ? at(request) + 10 : null);
        return token;
    }

    private static String next(TestApi.Request request) {
        return "/records?since=" + request.get("since") + "&at=" + (at(request) + 10);
    }

    private String link(TestApi.Request request) {
        String others = "</records?at=0>; rel=\"first\", </records?at=99>; rel=last; title=\"the next, maybe\"";
        return more(request) ? others + ", <" + next(request) + ">; rel=\"next\"" : others;
    }
}
