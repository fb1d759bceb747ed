package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that would lead the program, or what it knows, elsewhere. {@code EVIL} stands for another server's host and port. */
class HostileLinkTest {

    private static final String CANARY = "canary-4711";

    private final TestApi evil = new TestApi(request -> Response.of(Map.of("data", Records.seconds(3))));

    @BeforeEach
    void plant() {
        System.setProperty("tidemark.canary", CANARY);
    }

    @AfterEach
    void remove() {
        System.clearProperty("tidemark.canary");
        evil.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://EVIL/records?at=2",
                "https://EVIL/records?at=2",
                "//EVIL/records?at=2",
                "///EVIL/records?at=2",
                "/%2F%2FEVIL/x?at=2",
                "?at=2&url=//EVIL/",
                "?at=2@EVIL",
                "/@EVIL/?at=2",
                "http://EVIL?at=2",
                "http:/EVIL/x?at=2",
                "http:EVIL/x?at=2",
                "http://127.0.0.1.EVIL/x?at=2",
                "/x?at=2&k={{sys:tidemark.canary}}",
                "/{{sys:tidemark.canary}}?at=2",
                "/x?at=2&k=${sys:tidemark.canary}&l=#{tidemark.canary}",
                "/x?at=2&k=RAW({{sys:tidemark.canary}})",
                "http://EVIL/?at=2&k={{sys:tidemark.canary}}",
                "http://{{sys:tidemark.canary}}/?at=2",
                "/x?at=2&k=%7B%7Bsys:tidemark.canary%7D%7D",
                "/\uff0f\uff0fEVIL/x?at=2",
                "/x\u2028y?at=2"
            })
    void isFollowedAtTheConfiguredHostWithNothingFilledIn(String link) {
        try (SyncBench bench = bench(link)) {
            SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes"));

            assertThat(result.error()).isNull();
            assertHarmless(bench, result);
            assertThat(bench.api().requests()).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "FILE:/etc/passwd",
                "ftp://EVIL/x",
                "jar:http://EVIL/x!/y",
                "javascript:alert(1)",
                "kamelet:jdbc-upsert-sink",
                "http://user:secret@EVIL/x",
                "http://127.0.0.1@EVIL/x",
                "//user@EVIL/x",
                "/records/../admin",
                "/../admin",
                "..",
                "../admin?at=2",
                "/records/%2e%2e/admin",
                "/records/.%2E/admin",
                "/records/..;x=y/admin",
                "/records/%2e%2e;/admin",
                "/records%2f..%2fadmin",
                "/records/%252e%252e/admin",
                "/records/..%5cadmin",
                "\\\\EVIL\\x",
                "/\\EVIL/x",
                "http:\\\\EVIL\\x",
                "/x?at=2\r\nHost: EVIL",
                "/x?at=2\nX-Evil: 1",
                "/x\u0000?at=2",
                "/x\u007f?at=2"
            })
    void isRefused(String link) {
        try (SyncBench bench = bench(link)) {
            SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes"));

            assertThat(result.error())
                    .contains("link to the next page", "not followed")
                    .doesNotContain("secret");
            assertHarmless(bench, result);
            assertThat(bench.api().requests()).hasSize(1);
            assertThat(result.state()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://EVIL/records?at=2",
                "//EVIL/records?at=2",
                "file:///etc/passwd",
                "http://user:secret@EVIL/x",
                "/x?at=2&k={{sys:tidemark.canary}}"
            })
    void inAHeaderIsNoMoreObeyed(String link) {
        String next = link.replace("EVIL", "127.0.0.1:" + evil.port());
        try (SyncBench bench = new SyncBench(request -> {
            boolean more = !request.query().contains("at=2");
            Response response = Response.of(Records.page(Records.seconds(4), more ? 0 : 2, 2));
            return more ? response.with("Link", "<" + next + ">; rel=\"next\"") : response;
        })) {
            SyncResult result = bench.sync(
                    bench.source("next-url", "query", "all=yes", "recordsPath", ".", "nextUrlPath", "header:Link"));

            assertThat(String.valueOf(result.error())).doesNotContain("secret");
            assertThat(bench.rows()).isEqualTo(result.error() == null ? 4 : 2);
            assertHarmless(bench, result);
        }
    }

    private SyncBench bench(String link) {
        String next = link.replace("EVIL", "127.0.0.1:" + evil.port());
        return new SyncBench(request -> Response.of(
                request.query().contains("at=2")
                        ? Map.of("data", Records.page(Records.seconds(4), 2, 2))
                        : Map.of("data", Records.page(Records.seconds(4), 0, 2), "next_page_url", next)));
    }

    private void assertHarmless(SyncBench bench, SyncResult result) {
        assertThat(evil.requests()).isEmpty();
        assertThat(bench.api().requests())
                .noneMatch(request -> request.toString().contains(CANARY));
        assertThat(String.valueOf(result)).doesNotContain(CANARY);
    }
}
