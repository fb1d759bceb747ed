package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cookies of a client profile. */
class CookieTest {

    private static final String SESSION = "session=opaque-4711";

    private final List<Map<String, Object>> records = Records.seconds(3);

    @Test
    void cookiesAreKeptAndSentBack() {
        try (SyncBench bench = new SyncBench(this::respond).client("cookies", "true")) {
            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
            List<Request> requests = bench.api().requests();
            assertThat(requests.get(0).header("Cookie")).isEmpty();
            assertThat(requests.get(1).header("Cookie")).isEqualTo(SESSION);
        }
    }

    @Test
    void theCookieOfALoginIsSentToo() {
        try (SyncBench bench = new SyncBench(request -> {
            if (request.path().equals("/login")) {
                return Response.of(Map.of("token", "token-0815")).with("Set-Cookie", SESSION + "; Path=/; HttpOnly");
            }
            return request.header("Cookie").equals(SESSION) ? data(request) : Response.text(401, "{}");
        })) {
            bench.client("cookies", "true")
                    .client("auth", "session")
                    .client("loginUrl", bench.api().url("/login"))
                    .client("loginBody", "{\"user\": \"me\"}");
            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
            assertThat(bench.rows()).isEqualTo(3);
        }
    }

    @Test
    void cookiesAreIgnoredByDefault() {
        try (SyncBench bench = new SyncBench(this::respond)) {
            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
            assertThat(bench.api().requests())
                    .allMatch(request -> request.header("Cookie").isEmpty());
        }
    }

    private Response respond(Request request) {
        return data(request).with("Set-Cookie", SESSION + "; Path=/", "elsewhere=1; Domain=example.com");
    }

    private Response data(Request request) {
        return Response.of(Map.of("data", Records.after(records, request.get("since"))));
    }
}
