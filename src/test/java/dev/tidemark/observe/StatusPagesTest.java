package dev.tidemark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which names the page is there: a foreign page in a browser may know this machine by one of its own. */
class StatusPagesTest {

    private static final List<String> PAGE = List.of("/", "/status.js", "/observe/status", "/observe/history?source=a");
    private static final List<String> MONITORED =
            List.of("/observe/health", "/observe/health/live", "/observe/metrics");

    private final TestDatabase database = TestDatabase.open();
    private final StatusCache board = new StatusCache(
            new StatusReader(
                    database.states(),
                    new SyncHistory(database.dataSource(), 10),
                    new LeaseTable(database.dataSource(), "here:1", LeaseTable.TERM),
                    new RejectCounts(List.of(), Duration.ofSeconds(10))),
            InstantSource.system());
    private final Vertx vertx = Vertx.vertx();
    private int local;
    private int open;

    @BeforeEach
    void serve() throws Exception {
        local = serve(new KnownHosts("127.0.0.1", List.of("Tidemark.example.com")));
        open = serve(new KnownHosts("0.0.0.0", List.of()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        board.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9876", "127.0.0.1:1", "[::1]:9876", "[::1]"})
    void thisMachineIsKnownEverywhere(String host) throws Exception {
        for (int port : List.of(local, open)) {
            assertThat(ask(port, "/", host)).isEqualTo(200);
            assertThat(ask(port, "/observe/status", host)).isEqualTo(200);
            assertThat(ask(port, "/observe/metrics", host)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:9876", "127.0.0.1.evil.example", "localhost.evil:9876", ""})
    void otherNamesAreNot(String host) throws Exception {
        for (String path : PAGE) {
            assertThat(ask(local, path, host)).as(path).isEqualTo(421);
            assertThat(ask(open, path, host)).as(path).isEqualTo(421);
        }
        for (String path : MONITORED) {
            assertThat(ask(local, path, host)).as(path).isEqualTo(421);
            assertThat(ask(open, path, host)).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3:9876", "192.168.0.1", "[fd00::1]:9876"})
    void addressesAreWhereOthersCanReachTheServer(String host) throws Exception {
        assertThat(ask(open, "/", host)).isEqualTo(200);
        assertThat(ask(local, "/", host)).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.example.com", "TIDEMARK.example.com:443"})
    void namesOfTheConfigurationAre(String host) throws Exception {
        assertThat(ask(local, "/", host)).isEqualTo(200);
        assertThat(ask(open, "/", host)).isEqualTo(421);
    }

    private int serve(KnownHosts hosts) throws Exception {
        Router router = Router.router(vertx);
        for (String path : MONITORED) {
            router.get(path).handler(context -> context.response().end());
        }
        new StatusPages(board, hosts).add(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return server.actualPort();
    }

    /** The status of the response to a GET with that header. */
    private static int ask(int port, String path, String host) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }
}
