package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tidemark.state.JdbcStateRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** APIs that do not do what they should: exit status 1, the reason, and nothing written. */
final class WrongResponseTest {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String JSON = "application/json";
    private static final String STATE = "{\"last_timestamp\":\"2024-06-01T00:00:00Z\"}";

    private record Misdeed(HttpHandler api, List<String> says) {}

    static Stream<Named<Misdeed>> misdeeds() {
        String whole = page(3, Instant.parse("2024-06-01T00:00:00Z"));
        String large = page(20_000, Instant.parse("2024-06-01T00:00:00Z"));
        return Stream.of(
                misdeed("404", respond(404, "text/plain", "no"), "404", "check url"),
                misdeed("410", respond(410, "text/plain", "gone"), "410", "check url"),
                misdeed("400", respond(400, JSON, "{\"error\":\"since\"}"), "400", "check query and cursorFormat"),
                misdeed("401", respond(401, JSON, "{}"), "401", "it requires a login"),
                misdeed("500", respond(500, "text/plain", "oh"), "500"),
                misdeed("redirect", WrongResponseTest::redirect, "302", "redirects are not followed", "url"),
                misdeed("HTML", respond(200, "text/html", "<html>Sign in</html>"), "text/html", "JSON"),
                misdeed("empty body", respond(200, JSON, ""), "no body"),
                misdeed(
                        "half a document",
                        respond(200, JSON, whole.substring(0, whole.length() / 2)),
                        "not a complete JSON document"),
                misdeed(
                        "a large document cut in the middle",
                        respond(200, JSON, large.substring(0, large.length() / 2)),
                        "not a complete JSON document"),
                misdeed("a connection cut in the middle", exchange -> cut(exchange, large), "page 1"),
                misdeed("two documents", respond(200, JSON, whole + whole), "continues after the end"),
                misdeed("no records", respond(200, JSON, "{\"items\":[]}"), "`data`", "check recordsPath"),
                misdeed(
                        "an error beside null for records",
                        respond(200, JSON, "{\"data\":null,\"errors\":[\"quota\"]}"),
                        "null at `data`",
                        "set errorPath to `errors`"),
                misdeed("an object for records", respond(200, JSON, "{\"data\":{}}"), "an object", "check recordsPath"),
                misdeed("invalid records", respond(200, JSON, "{\"data\":[1]}"), "record 1 is a number"),
                misdeed(
                        "no cursors",
                        respond(200, JSON, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"),
                        "without `updatedAt`",
                        "check cursorField"),
                misdeed(
                        "older records than asked for",
                        respond(200, JSON, page(3, Instant.parse("2024-01-01T00:00:00Z"))),
                        "2024-05-31T23:59:59Z",
                        "2024-01-01T00:00:00Z",
                        "does not honour the cursor",
                        "check query and cursorFormat"));
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void isSaidAndNothingIsWritten(Misdeed misdeed, @TempDir Path directory) throws Exception {
        try (FakeApi api = new FakeApi(misdeed.api());
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("wrong" + System.nanoTime()))) {
            String database = table.connection().getMetaData().getURL();
            store(database);
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .set("tidemark.client.default.maxRetries", "0")
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url() + "/users").toString());

            Ended end = workplace.call("sync", "--json").expect(1);

            JsonNode result = end.result();
            assertThat(result.get("status").textValue()).isEqualTo("failed");
            assertThat(result.get("error").textValue()).contains(misdeed.says());
            assertThat(result.get("rowsWritten").longValue()).isZero();
            assertThat(table.rows()).isZero();
            assertThat(table.state("users")).isEqualTo(STATE);
            assertThat(result.get("state").toString()).isEqualTo(STATE);
            assertThat(end.time()).isLessThan(SOON);
            assertThat(api.queries()).hasSize(1);
        }
    }

    @Test
    void anApiThatIgnoresTheCursorFailsOnceThatShowsAndTheStateStaysWithTheRows(@TempDir Path directory)
            throws Exception {
        String body = page(50, Instant.parse("2024-01-01T00:00:00Z"));
        try (FakeApi api = FakeApi.responding(200, JSON, body)) {
            Workplace workplace = new Workplace(directory)
                    .route("users.yaml", UserSource.of("users", api.url()).toString());

            for (int i = 0; i < 2; i++) {
                Ended end = workplace.call("sync", "--json").expect(1);

                assertThat(end.result().get("error").textValue()).contains("does not honour the cursor");
                try (UserTable table = new UserTable(workplace.embedded())) {
                    assertThat(table.rows()).isEqualTo(50);
                    assertThat(table.state("users")).isEqualTo("{\"last_timestamp\":\"2024-01-01T00:00:48Z\"}");
                }
            }
        }
    }

    @Test
    void aPageFullOfOneCursorFailsWithTheStrategyThatCanPassIt(@TempDir Path directory) throws Exception {
        String record = "{\"id\":\"ID\",\"name\":\"n\",\"updatedAt\":\"2024-01-01T00:00:00Z\"}";
        String body = IntStream.range(0, 50)
                .mapToObj(id -> record.replace("ID", Integer.toString(id)))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
        try (FakeApi api = FakeApi.responding(200, JSON, body)) {
            Workplace workplace = new Workplace(directory)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url())
                                    .with("pageSize", "50")
                                    .toString());

            Ended end = workplace.call("sync", "--json").expect(1);

            assertThat(end.result().get("error").textValue())
                    .contains("share the cursor `2024-01-01T00:00:00Z`", "use the strategy keyset or offset");
            try (UserTable table = new UserTable(workplace.embedded())) {
                assertThat(table.rows()).isEqualTo(50);
                assertThat(table.state("users")).isEqualTo("none");
            }
        }
    }

    @Test
    void anApiThatTakesNoFractionOfASecondGetsNone(@TempDir Path directory) throws Exception {
        String body = page(50, Instant.parse("2024-01-01T00:00:00Z"));
        String newest = page(1, Instant.parse("2024-01-01T00:00:49Z"));
        HttpHandler strict = exchange -> {
            boolean fraction = exchange.getRequestURI().getQuery().contains(".");
            boolean first = exchange.getRequestURI().getQuery().contains("0001-");
            FakeApi.respond(exchange, fraction ? 400 : 200, JSON, first ? body : newest);
        };
        try (FakeApi api = new FakeApi(strict)) {
            Workplace workplace = new Workplace(directory)
                    .route("users.yaml", UserSource.of("users", api.url()).toString());

            workplace.call("sync").expect(0);

            assertThat(api.queries()).containsExactly("since=0001-01-01T00:00:00Z", "since=2024-01-01T00:00:48Z");
        }
    }

    private static void store(String database) throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(database);
        dataSource.setUser("sa");
        JdbcStateRepository states = new JdbcStateRepository(dataSource);
        states.createTable();
        states.set("users", "timestamp", JdbcStateRepository.parse(STATE));
    }

    /** Records one second apart. */
    private static String page(int records, Instant first) {
        return IntStream.range(0, records)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"name\":\"n\",\"updatedAt\":\"" + first.plusSeconds(i) + "\"}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static HttpHandler respond(int status, String contentType, String body) {
        return exchange -> FakeApi.respond(exchange, status, contentType, body);
    }

    private static void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/elsewhere");
        FakeApi.respond(exchange, 302, "text/plain", "");
    }

    /** Promises a whole document and closes the connection half way. */
    private static void cut(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        throw new IOException("cut");
    }

    private static Named<Misdeed> misdeed(String name, HttpHandler api, String... says) {
        return named(name, new Misdeed(api, List.of(says)));
    }
}
