package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.ClosedPort;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.RawApi.Call;
import dev.tidemark.testing.RawApi.Reply;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is waited for longer than the profile says, nor are more requests made at once; and the key is named. */
class LimitTest {

    private static final int SOURCES = 4;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Test
    void noMoreThanMaxConcurrentRequestsOfAProfileAreMadeAtOnce() throws Exception {
        int most = 2;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        CountDownLatch asMany = new CountDownLatch(most);
        CountDownLatch tooMany = new CountDownLatch(1);
        try (RawApi api = new RawApi(call -> {
                    int together = now.incrementAndGet();
                    seen.accumulateAndGet(together, Math::max);
                    if (together > most) {
                        tooMany.countDown();
                    }
                    asMany.countDown();
                    asMany.await(1, TimeUnit.MINUTES);
                    // Time enough for one more to come, if it may.
                    tooMany.await(100, TimeUnit.MILLISECONDS);
                    now.decrementAndGet();
                    call.respond(
                            "200 OK", "", TestApi.json(Map.of("data", Records.after(Records.seconds(3), since(call)))));
                });
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        Map.of("tidemark.client.default.maxConcurrent", Integer.toString(most)),
                        Stream.of("a", "b", "c", "d")
                                .map(name -> new SourceYaml("timestamp", name)
                                        .with("url", api.url())
                                        .toString())
                                .toArray(String[]::new))) {
            for (int i = 0; i < SOURCES; i++) {
                assertThat(routes.result().error()).isNull();
            }
            assertThat(api.requests()).isGreaterThanOrEqualTo(SOURCES);
            assertThat(seen).hasValue(most);
        }
    }

    @Test
    void oneConnectionIsEnoughForALoginToo() {
        try (SyncBench bench = new SyncBench(request -> request.path().equals("/token")
                ? Response.of(Map.of("access_token", "s9-abcd-q7"))
                : Response.of(Map.of("data", Records.after(Records.seconds(3), request.get("since")))))) {
            bench.client("maxConcurrent", 1)
                    .client("deadline", "60s")
                    .client("auth", "oauth2")
                    .client("tokenUrl", bench.api().url("/token"))
                    .client("clientId", "me")
                    .client("clientSecret", "s9-abcd-q7");

            assertThat(bench.sync(bench.source("timestamp")).error()).isNull();
        }
    }

    @Test
    void aConnectionThatNobodyAcceptsEndsAfterConnectTimeout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            fill(full, waiting);
            String url = "http://127.0.0.1:" + full.getLocalPort() + "/records";
            long started = System.nanoTime();
            SyncResult result = bench.client("connectTimeout", "400ms")
                    .sync(bench.source("timestamp").with("url", url));

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONGEST);
            assertThat(result.error())
                    .contains(url + " accepted no connection within")
                    .contains("connectTimeout (400 ms, tidemark.client.default.connectTimeout)");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void silenceEndsAfterResponseTimeout() {
        try (RawApi api = new RawApi(Call::hang);
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.client("responseTimeout", "300ms")
                    .sync(bench.source("timestamp", "query", "since={cursor}; key=canary-41")
                            .with("url", api.url()));

            assertThat(result.error())
                    .contains("the API at " + api.url() + " sent nothing for")
                    .contains("responseTimeout (300 ms, tidemark.client.default.responseTimeout)")
                    .doesNotContain("canary", "since");
        }
    }

    static Stream<Named<Reply>> slow() {
        return Stream.of(
                Named.of("a silent one", Call::hang),
                Named.of("dripping headers", call -> call.send("HTTP/1.1 200 OK\r\nX: ")
                        .drip("x", 5)),
                Named.of("a dripping body", call -> call.send("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
                        .drip(" ", 5)),
                Named.of("a dripping error", call -> call.send("HTTP/1.1 400 No\r\nContent-Length: 99999\r\n\r\n")
                        .drip(" ", 5)),
                Named.of("a body without an end", call -> call.send(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .drip("4\r\n[[[[\r\n", 0)));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aResponseThatIsNotCompleteInTimeNamesTheDeadline(Reply reply) {
        try (RawApi api = new RawApi(reply);
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.client("deadline", "1500ms")
                    .client("maxRetries", 3)
                    .sync(bench.source("timestamp", "query", "since={cursor}; key=canary-42")
                            .with("url", api.url()));

            assertThat(result.source()).isEqualTo("records");
            assertThat(result.error())
                    .contains("the response of the API at " + api.url() + " was not complete after")
                    .contains("deadline (1500 ms, tidemark.client.default.deadline)")
                    .doesNotContain("canary", "since", "ndpoint", "ocket");
            assertThat(api.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nX: 1\r\n"})
    void headersWithoutAnEndAreNotKept(String head) {
        String more = head.endsWith("\n") ? "X: 1\r\n".repeat(100) : "x".repeat(10_000);
        try (RawApi api = new RawApi(call -> call.send(head).drip(more, 0));
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result =
                    bench.client("maxRetries", 3).sync(bench.source("timestamp").with("url", api.url()));

            assertThat(result.error()).contains("the API at " + api.url() + " sent headers that exceed a limit");
            assertThat(api.requests()).isEqualTo(1);
        }
    }

    @Test
    void httpsWhereThereIsNoneIsSaid() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SyncBench bench = new SyncBench(request -> Response.text(500, "")).client("maxRetries", 3)) {
            Thread responder = new Thread(() -> respondPlainly(server));
            responder.start();
            String url = "https://127.0.0.1:" + server.getLocalPort() + "/records";

            assertThat(bench.sync(bench.source("timestamp").with("url", url)).error())
                    .contains("the API at " + url + " does not use TLS on that port", "http://")
                    .doesNotContain("trustStore");
            responder.join();
        }
    }

    @Test
    void anUndeclaredCompressionOfAResponseIsReported() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"data\":[]}".getBytes(StandardCharsets.UTF_8));
        }
        try (RawApi api = new RawApi(call -> call.respond("200 OK", "", zipped.toByteArray()));
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            assertThat(bench.sync(bench.source("timestamp").with("url", api.url()))
                            .error())
                    .contains("compressed with gzip", "`Content-Encoding: gzip`");
        }
    }

    @Test
    void aLoginThatCannotBeReachedIsNamedAndNotTheApi() {
        try (ClosedPort gone = new ClosedPort();
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.client("auth", "session")
                    .client("loginUrl", gone.url() + "?key=canary-43")
                    .client("loginBody", "x=1")
                    .sync(bench.source("timestamp"));

            assertThat(result.error())
                    .contains("the login of client `default` at " + gone.url())
                    .contains("refused")
                    .doesNotContain("canary", "check url");
            assertThat(bench.api().requests()).isEmpty();
        }
    }

    @Test
    void aLoginWithoutATokenIsNamedWithoutItsQuery() {
        for (String auth : List.of("session", "oauth2")) {
            try (SyncBench bench = new SyncBench(request -> Response.text(200, "{}"))) {
                String url = bench.api().url("/login?key=canary-44");
                bench.client("auth", auth);
                Map<String, String> settings = auth.equals("session")
                        ? Map.of("loginUrl", url, "loginBody", "x=1")
                        : Map.of("tokenUrl", url, "clientId", "me", "clientSecret", "s9-abcd-q7");
                settings.forEach(bench::client);

                assertThat(bench.sync(bench.source("timestamp")).error())
                        .contains("the login of client `default`", "/login returned no", "token")
                        .doesNotContain("canary");
            }
        }
    }

    /** Until the system takes no further connection. */
    private static void fill(ServerSocket server, List<Socket> waiting) throws IOException {
        while (waiting.size() < 20) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IllegalStateException("the system takes more connections than the server wants");
    }

    /** As a server does that takes a handshake for a bad request. */
    private static void respondPlainly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            int unused = socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String since(Call call) {
        return call.head().replaceFirst("(?s).*since=([^ &]*).*", "$1").replace("%3A", ":");
    }
}
