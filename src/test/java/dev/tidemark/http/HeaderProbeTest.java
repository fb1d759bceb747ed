package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.UnaryOperator;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What camel-http would do with an address, a parameter or a header that is data from outside: nine habits that lead a
 * request, or what is secret, elsewhere. None of them may be met by a source. {@code evil} is another server, and the
 * address that the data has would hand it a secret.
 */
class HeaderProbeTest {

    private static final String CANARY = "canary-4712";
    private static final String EXPANDED = "{{sys:tidemark.canary}}";
    private static final List<String> LISTS =
            List.of("timestamp", "replay", "keyset", "offset", "page-number", "next-url", "step-size");

    private final TestApi evil = new TestApi(request -> Response.of(Map.of("data", List.of())));
    private final String stolen = "http://127.0.0.1:" + evil.port() + "/?k=" + EXPANDED;

    @BeforeEach
    void plant() {
        System.setProperty("tidemark.canary", CANARY);
    }

    @AfterEach
    void remove() {
        System.clearProperty("tidemark.canary");
        evil.close();
    }

    @Test
    @DisplayName("1: the header CamelHttpUri, from the data or from a response, moves no request")
    void camelHttpUri() {
        for (String header : List.of("CamelHttpUri", "camelhttpuri")) {
            assertUntouched(taking(header), header, response -> response);
            assertUntouched(source(), header, response -> response.with(header, stolen));
        }
    }

    @Test
    @DisplayName("2: the header CamelRestHttpUri, from the data or from a response, moves no request")
    void camelRestHttpUri() {
        for (String header : List.of("CamelRestHttpUri", "camelresthttpuri")) {
            assertUntouched(taking(header), header, response -> response);
            assertUntouched(source(), header, response -> response.with(header, stolen));
        }
    }

    @Test
    @DisplayName(
            "3: an address in the data is not an endpoint: a link is followed at the source's own host, unexpanded")
    void dynamicEndpoint() {
        for (String link : List.of(stolen, stolen.replace("http:", ""), "/" + EXPANDED + "?k=" + EXPANDED)) {
            try (SyncBench bench = new SyncBench(request -> Response.of(
                    request.query().contains("all=yes")
                            ? Map.of("data", Records.page(Records.seconds(4), 0, 2), "next_page_url", link)
                            : Map.of("data", Records.page(Records.seconds(4), 2, 2))))) {
                SyncResult result = bench.sync(bench.source("next-url", "query", "all=yes"));

                assertThat(result.error()).isNull();
                assertThat(bench.rows()).isEqualTo(4);
                assertNothingStolen(bench);
            }
        }
    }

    @Test
    @DisplayName("4: every source of HTTP bridges its endpoint, so that no header moves a request")
    void bridged() {
        for (String strategy : LISTS) {
            for (String header : List.of("CamelHttpUri", "CamelRestHttpUri")) {
                try (SyncBench bench = bench(response -> response.with(header, stolen))) {
                    bench.sync(take(bench.source(strategy), header));

                    assertThat(bench.api().requests()).as(strategy).hasSizeGreaterThan(1);
                    assertThat(bench.api().requests())
                            .allMatch(request -> request.path().equals("/records"));
                    assertNothingStolen(bench);
                }
            }
        }
    }

    @Test
    @DisplayName("5: the query that the source built goes out, whatever the data says")
    void ownQuery() {
        assertUntouched(
                source().step(Map.of("removeHeaders", Map.of("pattern", "*"))),
                "CamelHttpQuery",
                response -> response.with("CamelHttpQuery", "stolen=1"));
    }

    @Test
    @DisplayName("6: what an API gives for a query or a path is sent unchanged, and never upwards")
    void queryAndPath() {
        for (String header : List.of("CamelHttpQuery", "CamelHttpRawQuery", "CamelHttpPath", "CamelHttpMethod")) {
            assertUntouched(taking(header), header, response -> response.with(header, stolen));
        }
        for (String token :
                List.of(EXPANDED, "//127.0.0.1:" + evil.port() + "/x", "@127.0.0.1", "../../x", "a&b=c#d")) {
            try (SyncBench bench = new SyncBench(request -> Response.of(
                    request.parameters().containsKey("scroll_param")
                            ? Map.of("data", Records.page(Records.seconds(4), 2, 2))
                            : Map.of("data", Records.page(Records.seconds(4), 0, 2), "scroll_param", token)))) {
                bench.sync(bench.source("keyset"));

                assertThat(bench.api().requests())
                        .allMatch(request -> request.path().equals("/records"))
                        .anyMatch(request -> token.equals(request.parameters().get("scroll_param")));
                assertNothingStolen(bench);
            }
        }
        try (SyncBench bench = bench(response -> response.with("Link", "<../../x>; rel=\"next\""))) {
            assertThat(bench.sync(bench.source("next-url", "nextUrlPath", "header:Link"))
                            .error())
                    .contains("contains `..`, so it is not followed");
        }
    }

    @Test
    @DisplayName("7: a redirect is an error that names the host it points to, which is not asked")
    void redirect() {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            for (String strategy : LISTS) {
                try (SyncBench bench =
                        new SyncBench(request -> Response.text(status, "").with("Location", stolen))) {
                    SyncResult result = bench.sync(bench.source(strategy));

                    assertThat(result.error())
                            .contains("responded with " + status, "redirects are not followed")
                            .contains("pointing to 127.0.0.1:" + evil.port() + ";")
                            .doesNotContain(CANARY, EXPANDED);
                    assertThat(bench.api().requests()).hasSize(1);
                    assertNothingStolen(bench);
                }
            }
        }
    }

    @Test
    @DisplayName("8: no login goes where a redirect points, be it the API's or the login's own")
    void loginAndRedirect() {
        Map<String, Map<String, String>> logins = Map.of(
                "basic", Map.of("username", "me", "password", CANARY),
                "bearer", Map.of("token", CANARY),
                "api-key", Map.of("apiKey", CANARY, "apiKeyParam", "key"),
                "oauth2", Map.of("tokenUrl", "/login", "clientId", "me", "clientSecret", CANARY),
                "session", Map.of("loginUrl", "/login", "loginBody", "password=" + CANARY));
        logins.forEach((auth, settings) -> {
            for (String redirected : List.of("/records", "/login")) {
                try (SyncBench bench = new SyncBench(request -> request.path().equals(redirected)
                        ? Response.text(307, "").with("Location", stolen)
                        : Response.of(
                                Map.of("data", List.of(), "access_token", "s9-abcd-q7", "token", "s9-abcd-q7")))) {
                    bench.client("auth", auth);
                    settings.forEach((key, value) -> bench.client(
                            key, value.equals("/login") ? bench.api().url(value) : value));
                    SyncResult result = bench.sync(bench.source("timestamp"));

                    assertThat(String.valueOf(result.error())).doesNotContain(CANARY);
                    assertThat(bench.api().requests()).isNotEmpty();
                    assertThat(evil.requests()).isEmpty();
                }
            }
        });
    }

    @Test
    @DisplayName("9: no header or cookie of a response goes out with the next request, or reaches the route")
    void respondsWithHeaders() {
        for (String header : List.of(
                "X-Secret", "Authorization", "Cookie", "Host", "X-Forwarded-Host", "Accept-Language", "User-Agent")) {
            assertUntouched(source(), header, response -> response.with(header, "echo-" + header));
        }
        assertUntouched(source(), "Cookie", response -> response.with("Set-Cookie", "session=echo-1; Path=/"));
        Set<String> seen = new CopyOnWriteArraySet<>();
        Processor probe =
                exchange -> seen.addAll(exchange.getMessage().getHeaders().keySet());
        try (SyncBench bench = bench(response -> response.with("X-Secret", "1").with("CamelSqlQuery", "drop"))) {
            bench.sync(
                    source().with("url", bench.api().url("/records")).step(Map.of("process", Map.of("ref", "probe"))),
                    Map.of("probe", probe));

            assertThat(seen).noneMatch(name -> name.matches("(?i)X-Secret|CamelSql.*|CamelHttp.*|Content-.*|Date"));
        }
    }

    private void assertUntouched(SourceYaml source, String header, UnaryOperator<Response> more) {
        try (SyncBench bench = bench(more)) {
            SyncResult result = bench.sync(source.with("url", bench.api().url("/records")));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(6);
            assertNothingStolen(bench);
            assertThat(bench.api().requests()).hasSizeGreaterThan(2).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("GET");
                assertThat(request.path()).isEqualTo("/records");
                assertThat(request.query()).startsWith("all=yes&page=");
                assertThat(request.headers().getOrDefault(header, List.of()))
                        .noneMatch(value -> value.contains("echo-") || value.contains(evil.port() + "/"));
            });
        }
    }

    private void assertNothingStolen(SyncBench bench) {
        assertThat(evil.requests()).isEmpty();
        assertThat(bench.api().requests())
                .noneMatch(request -> request.toString().contains(CANARY));
    }

    private SyncBench bench(UnaryOperator<Response> more) {
        return new SyncBench(request -> more.apply(Response.of(Map.of("data", page(request)))));
    }

    /** Numbered pages of records that have the address in them; other parameters make no difference. */
    private List<Map<String, Object>> page(Request request) {
        return Records.page(Records.seconds(6), 2 * (request.number("page", 1) - 1), 2).stream()
                .<Map<String, Object>>map(record -> {
                    Map<String, Object> all = new LinkedHashMap<>(record);
                    all.put("link", stolen);
                    return all;
                })
                .toList();
    }

    private static SourceYaml source() {
        return new SourceYaml("page-number", "records")
                .with("query", "all=yes; page={page}")
                .with("pageSize", 2);
    }

    /** A source whose route takes the header from the data. */
    private static SourceYaml taking(String header) {
        return take(source(), header);
    }

    private static SourceYaml take(SourceYaml source, String header) {
        return source.step(Map.of(
                "setHeader",
                Map.of("name", header, "expression", Map.of("simple", Map.of("expression", "${body[0][link]}")))));
    }
}
