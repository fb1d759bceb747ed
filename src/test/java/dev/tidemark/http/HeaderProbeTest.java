package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sync.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Answer;
import dev.tidemark.testing.TestApi.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server or a route might slip into the next request: another address, what is secret, or what it said itself. */
class HeaderProbeTest {

    private static final String CANARY = "canary-4712";

    private final TestApi evil = new TestApi(request -> Answer.of(Map.of("data", List.of())));
    private final String stolen = "http://127.0.0.1:" + evil.port() + "/?k={{sys:tidemark.canary}}";

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
                "CamelHttpUri",
                "CamelRestHttpUri",
                "camelhttpuri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpRawQuery",
                "CamelHttpMethod",
                "Location",
                "Content-Location",
                "Host"
            })
    void anAddressInAHeaderOfTheAnswerIsNotObeyed(String header) {
        assertUntouched(source(), header, answer -> answer.with(header, stolen));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpUri",
                "CamelRestHttpUri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpMethod",
                "CamelHttpHost",
                "CamelHttpScheme",
                "Authorization"
            })
    void anAddressThatTheRouteTakesFromTheDataIsNotObeyed(String header) {
        SourceYaml source = source().step(Map.of(
                "setHeader",
                Map.of("name", header, "expression", Map.of("simple", Map.of("expression", "${body[0][link]}")))));
        assertUntouched(source, header, answer -> answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Secret", "Authorization", "Cookie", "X-Forwarded-Host", "Accept-Language", "User-Agent"})
    void aHeaderOfTheAnswerIsNotSentOn(String header) {
        assertUntouched(source(), header, answer -> answer.with(header, "echo-" + header));
    }

    @Test
    void aCookieIsNotKept() {
        assertUntouched(source(), "Cookie", answer -> answer.with("Set-Cookie", "session=echo-1; Path=/"));
    }

    @Test
    void noHeaderOfTheAnswerReachesTheRoute() {
        Set<String> seen = new CopyOnWriteArraySet<>();
        Processor probe =
                exchange -> seen.addAll(exchange.getMessage().getHeaders().keySet());
        try (SyncBench bench = bench(answer -> answer.with("X-Secret", "1").with("CamelSqlQuery", "drop"))) {
            bench.sync(
                    source().with("url", bench.api().url("/records")).step(Map.of("process", Map.of("ref", "probe"))),
                    Map.of("probe", probe));

            assertThat(seen).noneMatch(name -> name.matches("(?i)X-Secret|CamelSql.*|CamelHttp.*|Content-.*|Date"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowedAndSaysSo(int status) {
        for (String strategy : List.of("timestamp", "next-url", "page-number", "keyset", "offset")) {
            try (SyncBench bench =
                    new SyncBench(request -> Answer.text(status, "").with("Location", stolen))) {
                SyncResult result = bench.sync(bench.source(strategy));

                assertThat(result.error())
                        .contains("answered " + status, "redirects are not followed")
                        .doesNotContain(CANARY);
                assertThat(bench.api().requests()).hasSize(1);
                assertThat(evil.requests()).isEmpty();
            }
        }
    }

    @Test
    void aLoginIsNotTakenToWhereARedirectLeads() {
        Map<String, Map<String, String>> logins = Map.of(
                "basic", Map.of("username", "me", "password", CANARY),
                "bearer", Map.of("token", CANARY),
                "api-key", Map.of("apiKey", CANARY, "apiKeyParam", "key"));
        logins.forEach((auth, settings) -> {
            try (SyncBench bench = new SyncBench(request -> Answer.text(307, "").with("Location", stolen))) {
                bench.client("auth", auth);
                settings.forEach(bench::client);
                SyncResult result = bench.sync(bench.source("timestamp"));

                assertThat(result.error())
                        .contains("redirects are not followed")
                        .doesNotContain(CANARY);
                assertThat(evil.requests()).isEmpty();
            }
        });
    }

    private void assertUntouched(SourceYaml source, String header, java.util.function.UnaryOperator<Answer> more) {
        try (SyncBench bench = bench(more)) {
            SyncResult result = bench.sync(source.with("url", bench.api().url("/records")));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(6);
            assertThat(evil.requests()).isEmpty();
            assertThat(bench.api().requests()).hasSizeGreaterThan(2).allSatisfy(request -> {
                assertThat(request.path()).isEqualTo("/records");
                assertThat(request.query()).startsWith("all=yes&page=");
                assertThat(request.headers().getOrDefault(header, List.of()))
                        .noneMatch(value -> value.contains("echo-") || value.contains(evil.port() + "/"));
                assertThat(request.toString()).doesNotContain(CANARY);
            });
        }
    }

    private SyncBench bench(java.util.function.UnaryOperator<Answer> more) {
        return new SyncBench(request -> more.apply(Answer.of(Map.of("data", page(request)))));
    }

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
}
