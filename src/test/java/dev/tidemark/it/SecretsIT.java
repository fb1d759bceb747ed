package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.testing.ClosedPort;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are planted, every fault is met with the finest log, and the server sends back what it was sent. */
final class SecretsIT {

    private static final List<String> CANARIES = List.of(
            "canary/bearer+1",
            "canary/basic+2",
            "canary/key+3",
            "canary/oauth+4",
            "canary/header+5",
            "canary/jdbc+6",
            "canary/session+8");

    private static final List<String> FAULTS =
            List.of("401", "403", "400", "500", "429", "302", "reason", "error", "html", "rubbish", "record", "cut");

    /** What the server gives out as a token is as secret. */
    private static final String TOKEN = "canary/token+7";

    @Test
    void noneIsFoundAnywhere(@TempDir Path directory) throws Exception {
        try (FakeApi api = new FakeApi(SecretsIT::respond)) {
            Workplace workplace = workplace(directory, api.url());

            for (String[] command :
                    new String[][] {{"sync", "--json"}, {"check", "--connect"}, {"state", "list"}, {"sync"}}) {
                Ended end = workplace.run(command);

                assertThat(end.status()).isIn(0, 1);
                assertNoCanary(String.join(" ", command), end.said());
            }
            assertThat(api.queries()).hasSizeGreaterThan(5 * FAULTS.size());
            assertNoCanary("state", tables(workplace));
        }
    }

    @Test
    void aWrongConfigurationDoesNotShowThem(@TempDir Path directory) throws Exception {
        Workplace workplace = workplace(directory, "http://127.0.0.1:9");
        workplace
                .set("tidemark.client.bearer.tokn", CANARIES.get(0))
                .set(
                        "tidemark.client.oauth2.tokenUrl",
                        "https://me:" + URLEncoder.encode(CANARIES.get(3), StandardCharsets.UTF_8) + "@host/x");

        for (String command : List.of("sync", "check")) {
            Ended end = workplace.run(command).expect(2);

            assertThat(end.err()).contains("tokn", "did you mean `token`", "tokenUrl");
            assertNoCanary(command, end.said());
        }
    }

    @Test
    void anUnreachableDatabaseDoesNotShowItsPassword(@TempDir Path directory) throws Exception {
        try (ClosedPort closed = new ClosedPort()) {
            Workplace workplace = workplace(directory, "http://127.0.0.1:9")
                    .database("jdbc:h2:tcp://127.0.0.1:" + closed.number() + "/./x");

            assertNoCanary("sync", workplace.run("sync", "--json", "bearer-401").said());
        }
    }

    private static Workplace workplace(Path directory, String url) throws IOException {
        Workplace workplace = new Workplace(directory)
                .javaOptions("-Dtidemark.log.level=DEBUG")
                .set("tidemark.datasource.destination.password", CANARIES.get(5));
        Map<String, Map<String, String>> clients = new LinkedHashMap<>();
        clients.put("bearer", Map.of("token", CANARIES.get(0)));
        clients.put("basic", Map.of("username", "me", "password", CANARIES.get(1)));
        clients.put("api-key", Map.of("apiKey", CANARIES.get(2), "apiKeyParam", "key"));
        clients.put("oauth2", Map.of("tokenUrl", url + "/token", "clientId", "me", "clientSecret", CANARIES.get(3)));
        clients.put(
                "session",
                Map.of(
                        "loginUrl",
                        url + "/token",
                        "loginBody",
                        "{\"password\": \"" + CANARIES.get(6) + "\"}",
                        "tokenPath",
                        "access_token"));
        clients.put("none", Map.of("headers.X-Own", CANARIES.get(4)));
        for (Map.Entry<String, Map<String, String>> client : clients.entrySet()) {
            String prefix = "tidemark.client." + client.getKey() + ".";
            workplace
                    .set(prefix + "auth", client.getKey())
                    .set(prefix + "maxRetries", "1")
                    .set(prefix + "retryDelay", "1ms");
            for (Map.Entry<String, String> setting : client.getValue().entrySet()) {
                workplace.set(prefix + setting.getKey(), setting.getValue());
            }
            StringBuilder routes = new StringBuilder();
            for (String fault : FAULTS) {
                routes.append(UserSource.of(client.getKey() + "-" + fault, url + "/" + fault)
                        .with("client", client.getKey())
                        .with("errorPath", "error"));
            }
            workplace.route(client.getKey() + ".yaml", routes.toString());
        }
        return workplace;
    }

    /** Each path is a fault; all that came with the request goes back in it. */
    private static void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String echo = echo(exchange);
        exchange.getResponseHeaders().set("X-Echo", echo);
        String json = "application/json";
        switch (path) {
            case "token" -> FakeApi.respond(exchange, 200, json, "{\"access_token\":\"" + TOKEN + "\"}");
            case "reason", "error" -> FakeApi.respond(exchange, 200, json, "{\"error\":\"wrong: " + echo + "\"}");
            case "html" -> FakeApi.respond(exchange, 200, "text/html; x=\"" + echo + "\"", "<html>" + echo);
            case "rubbish" -> FakeApi.respond(exchange, 200, json, echo);
            case "record" ->
                FakeApi.respond(exchange, 200, json, "{\"data\":[{\"id\":\"1\",\"updatedAt\":\"" + echo + "\"}]}");
            case "302" -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/?" + echo);
                FakeApi.respond(exchange, 302, json, echo);
            }
            case "cut" -> {
                exchange.sendResponseHeaders(200, 100_000);
                exchange.getResponseBody().write(echo.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                throw new IOException("cut");
            }
            default -> FakeApi.respond(exchange, Integer.parseInt(path), json, "{\"echo\":\"" + echo + "\"}");
        }
    }

    private static String echo(HttpExchange exchange) {
        List<String> all = new ArrayList<>(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
        all.addAll(exchange.getRequestHeaders().getOrDefault("X-Own", List.of()));
        String authorization = String.join(" ", all);
        if (authorization.startsWith("Basic ")) {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(6));
            all.add(new String(pair, StandardCharsets.UTF_8));
        }
        all.add(exchange.getRequestURI().getRawQuery());
        all.add(exchange.getRequestURI().getQuery());
        return String.join(" ", all).replace("\"", "");
    }

    private static String tables(Workplace workplace) throws Exception {
        StringBuilder text = new StringBuilder();
        try (var connection = DriverManager.getConnection(workplace.embedded(), "sa", CANARIES.get(5));
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from tidemark_state")) {
            while (rows.next()) {
                text.append(rows.getString("state"));
            }
        }
        return text.toString();
    }

    private static void assertNoCanary(String where, String text) {
        List<String> all = new ArrayList<>(CANARIES);
        all.add(TOKEN);
        List<String> found = new ArrayList<>();
        for (String canary : all) {
            String bare = canary.substring(0, canary.length() - 2);
            for (String form : List.of(
                    bare,
                    URLEncoder.encode(canary, StandardCharsets.UTF_8),
                    Base64.getEncoder().encodeToString(canary.getBytes(StandardCharsets.UTF_8)),
                    Base64.getEncoder().encodeToString(("me:" + canary).getBytes(StandardCharsets.UTF_8)))) {
                text.lines()
                        .filter(line -> line.contains(form))
                        .findFirst()
                        .ifPresent(line -> found.add(form + " in: " + line));
            }
        }
        assertThat(found).as(where).isEmpty();
    }
}
