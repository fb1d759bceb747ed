package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders in the path of a source's address. */
class PathPlaceholderTest {

    private static final int ALL = 25;

    private final List<Map<String, Object>> records = Records.seconds(ALL);

    @Test
    void pageNumbersAreSegments() {
        try (SyncBench bench = new SyncBench(request -> {
            int page = Integer.parseInt(request.path().replaceFirst(".*/", ""));
            return Response.of(Map.of("data", Records.page(records, (page - 1) * 10, 10), "last_page", 3));
        })) {
            sync(bench, "page-number", "/v1/users/{page}", "all=yes", "pageSize", 10);
            assertThat(bench.api().requests()).extracting(TestApi.Request::path).contains("/v1/users/3");
        }
    }

    @Test
    void offsetsAndCursorsAreSegments() {
        try (SyncBench bench = new SyncBench(request -> {
            String[] parts = read(request).split("/");
            List<Map<String, Object>> found = Records.after(records, parts[2]);
            return Response.of(Map.of("data", Records.page(found, Integer.parseInt(parts[3]), 10)));
        })) {
            sync(bench, "offset", "/since/{cursor}/{offset}", "n={limit}", "pageSize", 10);
        }
    }

    /** The first page has no token. */
    @ParameterizedTest
    @ValueSource(strings = {"/items/{token}", "/items/{token}/list"})
    void tokensAreSegments(String path) {
        try (SyncBench bench = new SyncBench(request -> {
            String between = path.replaceFirst("/\\{token}", "((?:/[^/]*)?)");
            String segment = read(request).replaceFirst(between, "$1");
            int at = segment.isEmpty() ? 0 : Integer.parseInt(segment.replaceFirst("/t.", ""));
            Map<String, Object> body = new HashMap<>(Map.of("data", Records.page(records, at, 10)));
            if (at + 10 < ALL) {
                body.put("scroll_param", "t " + (at + 10));
            }
            return Response.of(body);
        })) {
            sync(bench, "keyset", path, "all=yes", "nextQuery", "token={token}");
        }
    }

    private static void sync(SyncBench bench, String strategy, String path, String query, Object... more) {
        SyncResult result = bench.sync(bench.source(strategy, more)
                .with("query", query)
                .with("url", bench.api().url(path)));
        assertThat(result.error()).isNull();
        assertThat(bench.rows()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a?b=c",
                "a#b",
                "a%2Fb",
                "a;b=c",
                "@evil.example",
                "//evil.example",
                "{{env:HOME}}",
                "${env:HOME}"
            })
    void aValueStaysInItsSegment(String token) {
        try (SyncBench bench = new SyncBench(request -> respond(request, token))) {
            SyncResult result = syncByToken(bench);
            assertThat(result.error()).isNull();
            assertThat(bench.api().requests().get(1).path())
                    .startsWith("/items/")
                    .doesNotMatch("/items/.*[/;].*");
            assertThat(read(bench.api().requests().get(1))).isEqualTo("/items/" + token);
            assertThat(bench.api().requests().get(1).query()).isEqualTo("all=yes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../admin",
                "a/../../b",
                "%2e%2e",
                "%252e%252e/x",
                "a\r\nX-Evil: 1",
                "a\u0000b",
                "..;x"
            })
    void aValueThatCouldLeadElsewhereIsRefused(String token) {
        try (SyncBench bench = new SyncBench(request -> respond(request, token))) {
            SyncResult result = syncByToken(bench);
            assertThat(result.error()).contains("{token} in url").contains("not requested");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    private static SyncResult syncByToken(SyncBench bench) {
        return bench.sync(bench.source("keyset", "nextQuery", "all=yes", "tokenPath", "scroll_param")
                .with("query", "all=yes")
                .with("url", bench.api().url("/items/{token}")));
    }

    private static String read(TestApi.Request request) {
        return URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Response respond(TestApi.Request request, String token) {
        boolean first = request.path().equals("/items");
        Map<String, Object> body = new HashMap<>(Map.of("data", first ? records : List.of()));
        if (first) {
            body.put("scroll_param", token);
        }
        return Response.of(body);
    }
}
