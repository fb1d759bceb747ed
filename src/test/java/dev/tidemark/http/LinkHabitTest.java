package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The links to the next page as servers write them. {@code PORT} and {@code AT} stand for what they are. */
class LinkHabitTest {

    private static final int ALL = 35;
    private static final String PATH = "/wiki/api/records";

    /** Newest first, so that the links are followed to the end. */
    private final List<Map<String, Object>> records = newestFirst(ALL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/wiki/api/records?at=AT",
                "HTTP://127.0.0.1:PORT/wiki/api/records?at=AT#end",
                "http://localhost:PORT/wiki/api/records?at=AT",
                "https://api.example.com/wiki/api/records?at=AT",
                "//internal-name:8080/wiki/api/records?at=AT",
                "/wiki/api/records?at=AT",
                "records?at=AT",
                "?at=AT",
                "/api/records?at=AT",
                "api/records?at=AT",
                "/records?at=AT",
                "/wiki/api/records?&at=AT&=&",
                "/wiki/api/records?=&at=AT",
                " /wiki/api/records?at=AT "
            })
    void aLinkIsFollowedAtTheConfiguredHost(String link) {
        assertAllArrive(link, PATH, "");
    }

    @Test
    void aLinkMayLeadToAnotherPath() {
        assertAllArrive("/other/rec%20ords;v=1/AT/?at=AT", PATH, "");
    }

    @Test
    void aLinkToTheHostItself() {
        assertAllArrive("http://127.0.0.1:PORT?at=AT", PATH, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$skiptoken='a b'",
                "a|b",
                "a^b`c",
                "<a>\"b\"",
                "{a}[b]",
                "{{env:HOME}}",
                "${env:HOME}",
                "100%",
                "100%zz",
                "caf\u00e9 \u2603",
                "a/b?c:d@e,f;g!h*i(j)k~l",
                "a=b==",
            })
    void aRawValueInALinkArrivesAsItIsMeant(String value) {
        assertAllArrive("/wiki/api/records?at=AT&x=" + value, PATH, value);
    }

    @ParameterizedTest
    @CsvSource({
        "%24skip%3D5%26a%2Bb, $skip=5&a+b",
        "a%20b, a b",
        "caf%C3%A9, caf\u00e9",
        "%7B%7Benv:HOME%7D%7D, {{env:HOME}}"
    })
    void anEncodedValueInALinkIsNotEncodedAgain(String value, String meant) {
        assertAllArrive("/wiki/api/records?at=AT&x=" + value, PATH, meant);
    }

    static List<List<String>> headers() {
        return List.of(
                List.of("<NEXT>; rel=\"next\""),
                List.of("<NEXT>; rel=next"),
                List.of("<NEXT>;rel=\"next\";title=\"a, b; c\""),
                List.of("<NEXT>; title=\"x\"; REL=\"Next\""),
                List.of("<NEXT>; rel=\"http://example.com/rel next\""),
                List.of("</first>; rel=\"first\", <NEXT>; rel=\"next\", </last>; rel=\"last\""),
                List.of("</first>; rel=\"first\"", "<NEXT>; rel=\"next\"", "</last>; rel=\"last\""),
                List.of("</a,b;c>; rel=\"prev\"; title=\"rel=next\", <NEXT>; rel=\"next\""),
                List.of("</x>; rel=\"nextish\", </y>; rel=\"previous\"; note=\"next\", <NEXT>; rel=\"next\""));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void theRelationNextAmongOthersInTheHeader(List<String> header) {
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            List<String> lines = header.stream()
                    .map(line -> at + 10 < ALL
                            ? line.replace("NEXT", "/records?at=" + (at + 10))
                            : "</records>; rel=\"last\"")
                    .toList();
            return Response.of(Records.page(records, at, 10)).with("link", lines.toArray(String[]::new));
        })) {
            SyncResult result =
                    bench.sync(bench.source("next-url", "query", "", "recordsPath", ".", "nextUrlPath", "header:Link"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
            assertThat(bench.api().requests())
                    .allMatch(request -> request.path().equals("/records"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"href\": \"/records?at=10\"}", "[\"/records?at=10\"]"})
    void aLinkThatIsNotASingleValueFailsBeforeItsPageIsWritten(String link) {
        try (SyncBench bench = new SyncBench(request ->
                Response.text(200, "{\"data\": " + TestApi.json(records) + ", \"next_page_url\": " + link + "}"))) {
            SyncResult result = bench.sync(bench.source("next-url", "query", ""));

            assertThat(result.error()).contains("at `next_page_url`", "single value");
            assertThat(bench.rows()).isZero();
            assertThat(result.state()).isNull();
        }
    }

    @Test
    void linksThatRepeatForEverFailTheSyncSoon() {
        try (SyncBench bench = new SyncBench(request -> Response.of(
                Map.of("data", Records.page(records, request.number("at", 0), 10), "next_page_url", "?at=10")))) {
            SyncResult result = bench.sync(bench.source("next-url", "query", ""));

            assertThat(result.error()).contains("a link for the second time");
            assertThat(bench.api().requests()).hasSizeLessThan(10);
            assertThat(result.state()).isNull();
        }
    }

    @Test
    void aCircleOfManyLinksFailsTheSyncToo() {
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("at", 0);
            return Response.of(Map.of("data", Records.page(records, at, 1), "next_page_url", "?at=" + (at + 1) % 30));
        })) {
            SyncResult result = bench.sync(bench.source("next-url", "query", ""));

            assertThat(result.error()).contains("a link for the second time");
            assertThat(bench.api().requests()).hasSizeLessThan(150);
        }
    }

    @Test
    void aListWithNewestFirstLosesNothingWhenRecordsComeInBetweenTwoRequests() {
        List<Map<String, Object>> live = Collections.synchronizedList(new ArrayList<>(newestFirst(ALL)));
        int[] requests = {0};
        try (SyncBench bench = new SyncBench(request -> {
            if (requests[0]++ < 3) {
                int id = live.size() + 1;
                live.add(0, Records.record(id, Records.START.plusSeconds(id).toString()));
            }
            return page("?at=AT", request, live, 0);
        })) {
            SourceYaml source = bench.source("next-url", "query", "");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL + 3);
        }
    }

    @Test
    void aListWithNewestFirstIsReadToItsEndWhenTheApiTakesACursor() {
        try (SyncBench bench = new SyncBench(request -> {
            List<Map<String, Object>> found = new ArrayList<>(Records.after(records, request.get("updated_since")));
            Collections.reverse(found);
            return page("?updated_since=" + request.get("updated_since") + "&at=AT", request, found, 0);
        })) {
            SourceYaml source = bench.source("next-url");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
            records.set(20, Records.record(Records.number(records.get(20), "id"), "2024-01-15T12:00:00Z"));
            SyncResult second = bench.sync(source);
            assertThat(second.rowsWritten()).isEqualTo(1);
            assertThat(second.rowsRead()).isLessThan(10);
        }
    }

    private void assertAllArrive(String link, String path, String value) {
        int[] port = {0};
        try (SyncBench bench = new SyncBench(request -> {
            if (request.number("at", 0) > 0
                    && !request.parameters().getOrDefault("x", "").equals(value)) {
                throw new IllegalArgumentException("asked for " + request.parameters());
            }
            return page(link, request, records, port[0]);
        })) {
            port[0] = bench.api().port();
            SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes")
                    .with("url", bench.api().url(path)));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
            assertThat(bench.api().requests())
                    .extracting(TestApi.Request::path)
                    .allMatch(each -> each.equals(path) || link.contains("other") || link.matches(".*PORT\\?.*"));
        }
    }

    private static Response page(String link, Request request, List<Map<String, Object>> found, int port) {
        int at = request.number("at", 0);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(found, at, 10));
        if (at + 10 < found.size()) {
            body.put(
                    "next_page_url",
                    link.replace("AT", Integer.toString(at + 10)).replace("PORT", Integer.toString(port)));
        }
        return Response.of(body);
    }

    private static List<Map<String, Object>> newestFirst(int count) {
        List<Map<String, Object>> all = Records.seconds(count);
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> all.get(count - 1 - i)).toList());
    }
}
