package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
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

/** The path of a request arrives byte for byte as it was written, by the user in {@code url} or by the API in a link. */
class UrlPathTest {

    private final List<String> targets = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/projects/group%2Fproject/issues",
                "/projects/group%2fproject",
                "/a%3Fb",
                "/a%23b",
                "/100%25",
                "/a%20b",
                "/a%252Fb",
                "/a+b",
                "/a%2Bb",
                "/a;v=1/b",
                "/@me/x@y",
                "/a:b",
                "/~user/%7Euser/%7euser",
                "/caf%C3%A9",
                "//a//b//",
                "///a",
                "//",
                "/a/",
                "/%7Bid%7D",
                "/%7B%7Benv:HOME%7D%7D",
                "/$metadata/it's(1)*!,=",
                "/.github%2Fx/..a/b..",
                "/"
            })
    void ofUrlIsSentAsWritten(String path) {
        for (String strategy : List.of("timestamp", "next-url")) {
            targets.clear();

            SyncResult result = sync(strategy, path);

            assertThat(result.error()).isNull();
            assertThat(targets).as(strategy).isNotEmpty().allSatisfy(target -> assertThat(target)
                    .startsWith(path + "?"));
        }
    }

    @Test
    void ofUrlWithOtherLettersIsEncodedAsUtf8WithoutNormalizing() {
        sync("timestamp", "/caf\u00e9/cafe\u0301/\u2603\ud83d\ude00");

        assertThat(targets)
                .allSatisfy(target -> assertThat(target).startsWith("/caf%C3%A9/cafe%CC%81/%E2%98%83%F0%9F%98%80?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | since={cursor}; a b=c/d",
                "replay | since={cursor}",
                "keyset | since={cursor}",
                "offset | since={cursor}; offset={offset}",
                "page-number | since={cursor}; page={page}",
                "next-url | since={cursor}",
                "step-size | start={start}; end={end}"
            })
    void isSentByEveryStrategyAndTheQueryBehindIt(String strategy, String query) {
        try (RawApi api = api();
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            bench.client("auth", "api-key").client("apiKeyParam", "key").client("apiKey", "s3cr=t");

            bench.sync(new SourceYaml(strategy, "records")
                    .with("url", url(api, "/x/group%2Fproject"))
                    .with("query", query));
        }

        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(target)
                .matches("/x/group%2Fproject\\?[^?]+&key=s3cr%3Dt"));
        assertThat(heads).noneMatch(head -> head.contains(RequestTarget.HEADER));
        if (strategy.equals("timestamp")) {
            assertThat(targets.get(0)).contains("&a%20b=c%2Fd&");
        }
    }

    @Test
    void isTheSameWithPostAndInEachRetry() {
        try (RawApi api = new RawApi(call -> {
                    targets.add(call.target());
                    call.respond(call.number() == 1 ? "503 Busy" : "200 OK", "", "{\"data\":[]}");
                });
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            bench.client("retryDelay", "1ms").client("maxRetries", 1);

            SyncResult result = bench.sync(new SourceYaml("timestamp", "records")
                    .with("url", url(api, "//x%2Fy"))
                    .with("method", "POST"));

            assertThat(result.error()).isNull();
        }
        assertThat(targets).containsExactly("//x%2Fy", "//x%2Fy");
    }

    @Test
    void isTheSameBehindALogin() {
        try (RawApi api = api();
                SyncBench bench = new SyncBench(request -> Response.of(Map.of("token", "t0ken")))) {
            bench.client("auth", "session")
                    .client("loginUrl", bench.api().url("/log%2Fin"))
                    .client("loginBody", "{}");

            SyncResult result = bench.sync(new SourceYaml("timestamp", "records").with("url", url(api, "/x%2Fy")));

            assertThat(result.error()).isNull();
            assertThat(bench.api().last().path()).isEqualTo("/log%2Fin");
        }
        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(target).startsWith("/x%2Fy?"));
    }

    @Test
    void isShownAsItWasSentWhenTheApiRedirects() {
        try (RawApi api = new RawApi(call -> {
                    targets.add(call.target());
                    call.respond("302 Found", "Location: http://127.0.0.1:1/elsewhere\r\n", "");
                });
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.sync(new SourceYaml("timestamp", "records").with("url", url(api, "/x%2Fy%3Fz")));

            assertThat(result.error()).contains("302", "/x%2Fy%3Fz,", "redirects are not followed");
        }
        assertThat(targets).hasSize(1);
    }

    @Test
    void isTheSameThroughAProxy() {
        try (RawApi proxy = api();
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            bench.client("proxy", proxy.url().replace("/records", ""));

            SyncResult result =
                    bench.sync(new SourceYaml("timestamp", "records").with("url", "http://127.0.0.1:9//x%2Fy~/%7e"));

            assertThat(result.error()).isNull();
        }
        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(target)
                .startsWith("http://127.0.0.1:9//x%2Fy~/%7e?since="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/projects/group%2Fproject",
                "/a%3Fb%23c",
                "/100%25/%2f",
                "//a//b~%7E",
                "/a;v=1/@b:c~+",
                "/caf%c3%a9",
                "/.well-known/x"
            })
    void ofALinkIsSentAsTheApiWroteIt(String path) {
        SyncResult result = follow("http://api.example.com" + path + "?at=1&x=~%7E%2f*!", "/first%2Fpage");

        assertThat(result.error()).isNull();
        assertThat(targets).contains(path + "?at=1&x=~%7E%2f*!");
        assertThat(targets.get(0)).startsWith("/first%2Fpage?");
    }

    @Test
    void ofARelativeLinkStartsFromTheOneOfUrl() {
        assertThat(follow("./page%2F2?at=1", "/x/group%2Fproject/records").error())
                .isNull();

        assertThat(targets).contains("/x/group%2Fproject/page%2F2?at=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/%2e%2e/b",
                "/a/%2E./b",
                "/a/..",
                "/..",
                "/a/./b",
                "/a/%2e/b",
                "/a%2F..%2Fb",
                "/a/%252e%252e/b",
                "/a/..;x/b",
                "/a%00",
                "/a%2500b",
                "/a%0d%0ab",
                "/a%7f",
                "/a%zz",
                "/a%2",
                "/a%"
            })
    void thatMayBeReadAsAnotherOneIsRefused(String path) {
        assertThatThrownBy(() -> new NextLink("http://127.0.0.1" + path)).isInstanceOf(IllegalArgumentException.class);

        SyncResult result = follow("http://127.0.0.1" + path + "?at=1", "/records");

        assertThat(result.error()).contains("link to the next page contains", "not followed");
        assertThat(targets).hasSize(1);
    }

    private SyncResult sync(String strategy, String path) {
        try (RawApi api = api();
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            return bench.sync(new SourceYaml(strategy, "records").with("url", url(api, path)));
        }
    }

    private SyncResult follow(String link, String path) {
        try (RawApi api = new RawApi(call -> {
                    targets.add(call.target());
                    boolean second = call.target().contains("at=1");
                    List<Map<String, Object>> data = Records.page(Records.seconds(2), second ? 1 : 0, 1);
                    Map<String, Object> body = new LinkedHashMap<>(Map.of("data", data));
                    if (!second) {
                        body.put("next_page_url", link);
                    }
                    call.respond("200 OK", "", TestApi.json(body));
                });
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            return bench.sync(new SourceYaml("next-url", "records")
                    .with("url", url(api, path))
                    .with("query", "all=yes"));
        }
    }

    private RawApi api() {
        return new RawApi(call -> {
            targets.add(call.target());
            heads.add(call.head());
            call.respond("200 OK", "", "{\"data\":[]}");
        });
    }

    private static String url(RawApi api, String path) {
        return api.url().replace("/records", path);
    }
}
