package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: opaque texts that must come back as they were given, in the body, in a header, or as numbers. */
class TokenHabitTest {

    private static final int ALL = 35;

    private final List<Map<String, Object>> records = Records.ties(ALL);

    /** The tie is larger than a page: only the token gets through it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "20240115103000|AT",
                "AT==",
                "a+AT/b=",
                "AT&x=1;y",
                "{AT}",
                "{cursor}AT",
                "{{env:HOME}}AT",
                "${AT}",
                "$AT\\1",
                "AT %20 \u2603",
                "-||AT"
            })
    void aTokenComesBackAsItWasGiven(String token) {
        try (SyncBench bench =
                new SyncBench(request -> page(request, token, at -> token.replace("AT", Integer.toString(at))))) {
            SyncResult result = bench.sync(bench.source(
                    "keyset", "query", "all=yes", "nextQuery", "all=yes; token={token}", "tokenPath", "next"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void aTokenMayBeANumber() {
        try (SyncBench bench = new SyncBench(request -> page(request, "AT", at -> at))) {
            SyncResult result = bench.sync(bench.source(
                    "keyset", "query", "all=yes", "nextQuery", "all=yes; token={token}", "tokenPath", "next"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void aTokenMayBeInAHeader() {
        try (SyncBench bench = new SyncBench(request -> {
            int at = request.number("token", 0);
            Response response = Response.of(Map.of("data", Records.page(records, at, 10)));
            return at + 10 < ALL ? response.with("X-Next", Integer.toString(at + 10)) : response;
        })) {
            SyncResult result = bench.sync(bench.source(
                    "keyset", "query", "all=yes", "nextQuery", "all=yes; token={token}", "tokenPath", "header:x-next"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void aTokenThatIsAnObjectFailsTheSyncBeforeItsPageIsWritten() {
        try (SyncBench bench =
                new SyncBench(request -> Response.of(Map.of("data", records, "scroll_param", Map.of("id", 3))))) {
            SyncResult result = bench.sync(bench.source("keyset"));

            assertThat(result.error()).contains("an object at `scroll_param`");
            assertThat(bench.rows()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"\"", "null"})
    void anInvalidTokenEndsTheListOrFails(String token) {
        try (SyncBench bench = new SyncBench(request -> Response.text(
                200,
                "{\"data\": [{\"id\": 1, \"updatedAt\": \"2024-01-15T10:00:00Z\"}], \"scroll_param\": " + token
                        + "}"))) {
            SyncResult result = bench.sync(bench.source("keyset", "query", "all=yes"));

            assertThat(bench.rows()).isEqualTo(1);
            assertThat(bench.api().requests()).hasSizeLessThan(5);
            assertThat(result.error() == null).isEqualTo(!token.equals("true"));
        }
    }

    private Response page(Request request, String token, java.util.function.IntFunction<Object> written) {
        String came = request.parameters().get("token");
        int at = 0;
        if (came != null) {
            for (int i = 10; i < ALL; i += 10) {
                at = token.replace("AT", Integer.toString(i)).equals(came) ? i : at;
            }
            if (at == 0) {
                throw new IllegalArgumentException("unknown token " + came);
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", Records.page(records, at, 10));
        if (at + 10 < ALL) {
            body.put("next", written.apply(at + 10));
        }
        return Response.of(body);
    }
}
