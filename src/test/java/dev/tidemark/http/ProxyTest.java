package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.ClosedPort;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.RawApi.Call;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests by way of a proxy, and what is said when it does not let them through. */
class ProxyTest {

    private static final String KEY = "tidemark.client.default.proxy";

    private final List<String> passed = new CopyOnWriteArrayList<>();

    @Test
    void everyRequestGoesThroughIt() {
        try (SyncBench bench = new SyncBench(ProxyTest::page);
                RawApi proxy = new RawApi(this::forward)) {
            SyncResult result = bench.client("proxy", address(proxy)).sync(bench.source("timestamp"));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(3);
            assertThat(passed)
                    .hasSameSizeAs(bench.api().requests())
                    .allMatch(target -> target.startsWith(bench.api().url("/records?since=")));
        }
    }

    @Test
    void soDoesTheLogin() {
        try (SyncBench bench = new SyncBench(request ->
                        request.path().equals("/token") ? Response.of(Map.of("token", "abc")) : page(request));
                RawApi proxy = new RawApi(this::forward)) {
            bench.client("proxy", address(proxy))
                    .client("auth", "session")
                    .client("loginUrl", bench.api().url("/token"))
                    .client("loginBody", "x=1");
            SyncResult result = bench.sync(bench.source("timestamp"));

            assertThat(result.error()).isNull();
            assertThat(passed)
                    .hasSameSizeAs(bench.api().requests())
                    .contains(bench.api().url("/token"));
        }
    }

    @Test
    void theProxyOfAnHttpsApiSeesNothingButItsHost() {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (SyncBench bench = new SyncBench(ProxyTest::page);
                RawApi proxy = new RawApi(call -> {
                    heads.add(call.head());
                    call.send("HTTP/1.1 200 Connected\r\n\r\n").send("this is not TLS\r\n");
                })) {
            SyncResult result = bench.client("proxy", address(proxy))
                    .client("auth", "bearer")
                    .client("token", "canary-31")
                    .sync(bench.source("timestamp", "query", "since={cursor}; x=canary-32")
                            .with("url", bench.api().url("/records").replace("http:", "https:")));

            assertThat(result.error()).containsAnyOf("does not use TLS on that port", "no trusted connection");
            assertThat(heads).hasSize(1).allSatisfy(head -> assertThat(head)
                    .startsWith("CONNECT 127.0.0.1:" + bench.api().port() + " ")
                    .doesNotContain("canary", "Bearer"));
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 407, 1", "https, 407, 1", "https, 403, 1", "https, 302, 1", "https, 503, 3"})
    void oneThatRefusesIsNamed(String scheme, int status, int requests) {
        try (SyncBench bench = new SyncBench(ProxyTest::page);
                RawApi proxy =
                        new RawApi(call -> call.respond(status + " No", "Proxy-Authenticate: Basic\r\n", "no"))) {
            SyncResult result = bench.client("proxy", address(proxy))
                    .client("maxRetries", 2)
                    .client("retryDelay", "1ms")
                    .sync(bench.source("timestamp")
                            .with("url", bench.api().url("/records").replace("http:", scheme + ":")));

            assertThat(result.error())
                    .contains("the proxy " + address(proxy) + " (" + KEY + ") refused with " + status, "/records")
                    .contains(status == 407 ? "login is not supported" : "forward a request");
            assertThat(bench.api().requests()).isEmpty();
            assertThat(proxy.requests()).isEqualTo(requests);
        }
    }

    @Test
    void oneThatRefusesALoginsTunnelIsNamedToo() {
        try (SyncBench bench = new SyncBench(ProxyTest::page);
                RawApi proxy = new RawApi(call -> call.respond("403 No", "", "no"))) {
            SyncResult result = bench.client("proxy", address(proxy))
                    .client("auth", "session")
                    .client("loginUrl", "https://127.0.0.1:" + bench.api().port() + "/login")
                    .client("loginBody", "x=1")
                    .sync(bench.source("timestamp"));

            assertThat(result.error()).contains("the proxy " + address(proxy), KEY, "403", "/login");
        }
    }

    @ParameterizedTest
    @CsvSource({"http", "https"})
    void oneThatIsNotThereIsNamed(String scheme) {
        try (ClosedPort closed = new ClosedPort();
                SyncBench bench = new SyncBench(ProxyTest::page)) {
            String proxy = closed.url().replace("/records", "");
            SyncResult result = bench.client("proxy", proxy)
                    .sync(bench.source("timestamp")
                            .with("url", bench.api().url("/records").replace("http:", scheme + ":")));

            assertThat(result.error()).contains("cannot reach the proxy " + proxy + " (" + KEY + ")");
        }
    }

    private static Response page(Request request) {
        return Response.of(Map.of("data", Records.after(Records.seconds(3), request.get("since"))));
    }

    /** What a forward proxy does, in small. */
    private void forward(Call call) throws IOException {
        passed.add(call.target());
        var connection = new URL(call.target()).openConnection();
        if (call.head().startsWith("POST")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write("x=1".getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = connection.getInputStream()) {
            call.respond("200 OK", "", in.readAllBytes());
        }
    }

    private static String address(RawApi proxy) {
        return proxy.url().replace("/records", "");
    }
}
