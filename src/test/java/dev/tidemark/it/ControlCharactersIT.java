package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.RawApi.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API puts into its responses neither forges a line of the log nor speaks to the terminal of whoever reads it. */
final class ControlCharactersIT {

    /** Clears a screen, sets a window's title, begins a line of its own. */
    private static final String HOSTILE =
            "x\u001b[2J\u001b]0;owned\u0007\r\n2026-01-01 00:00:00 ERROR forged: by data\u2028\u009b31m\b\u202e";

    /** What an HTTP server can put into a line without ending it. */
    private static final String IN_A_LINE = "x\u001b[2J\u001b]0;owned\u0007\b";

    private static final Pattern RAW = Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");

    private final Map<String, UserSource> sources = new LinkedHashMap<>();

    @Test
    void fromDataAreNeverRaw(@TempDir Path directory) throws Exception {
        try (RawApi api = new RawApi(ControlCharactersIT::respond)) {
            String url = api.url().replace("/records", "/");
            Workplace workplace = new Workplace(directory)
                    .set("tidemark.client.default.maxRetries", "1")
                    .set("tidemark.client.default.retryDelay", "1ms")
                    .set("tidemark.client.login.auth", "oauth2")
                    .set("tidemark.client.login.tokenUrl", url + "type")
                    .set("tidemark.client.login.clientId", "me")
                    .set("tidemark.client.login.clientSecret", "abcd")
                    .set("tidemark.client.session.auth", "session")
                    .set("tidemark.client.session.loginUrl", url + "token")
                    .set("tidemark.client.session.loginBody", "x=1");
            for (String path : new String[] {
                "error", "rubbish", "type", "cursor", "id", "field", "reason", "location", "retry", "cut", "chunk"
            }) {
                sources.put(path, UserSource.of(path, url + path).with("errorPath", "error"));
            }
            sources.put("link", UserSource.of("link", url + "link").strategy("next-url"));
            sources.put(
                    "header",
                    UserSource.of("header", url + "header").strategy("next-url").with("nextUrlPath", "header:Link"));
            sources.put("login", UserSource.of("login", url + "x").with("client", "login"));
            sources.put("session", UserSource.of("session", url + "x").with("client", "session"));
            for (Map.Entry<String, UserSource> each : sources.entrySet()) {
                workplace.route(each.getKey() + ".yaml", each.getValue().toString());
            }

            for (String[] command : new String[][] {{"sync", "--json"}, {"sync"}, {"status"}, {"check", "--connect"}}) {
                Ended end = workplace.run(command);

                assertHarmless(String.join(" ", command), end.said());
                if (command.length == 2 && command[0].equals("sync")) {
                    assertThat(end.json()).hasSize(sources.size());
                    for (JsonNode result : end.json()) {
                        String error = result.get("error").asText("");
                        System.out.println("ControlCharactersIT: " + result.get("source") + " " + error);
                        assertHarmless(result.get("source").textValue(), error);
                    }
                }
            }
        }
    }

    private static void assertHarmless(String where, String text) {
        assertThat(text.lines().filter(line -> RAW.matcher(line).find() || line.startsWith("2026-01-01")))
                .as(where)
                .isEmpty();
    }

    private static void respond(Call call) throws IOException {
        String text = new String(JsonStringEncoder.getInstance().quoteAsString(HOSTILE));
        String path = call.target().replaceFirst("\\?.*", "").substring(1);
        switch (path) {
            case "error" -> call.respond("200 OK", "", "{\"error\":\"" + text + "\"}");
            case "rubbish" -> call.respond("200 OK", "", HOSTILE);
            case "type" ->
                call.send("HTTP/1.1 200 OK\r\nContent-Type: text/" + IN_A_LINE
                        + "\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
            case "cursor" -> call.respond("200 OK", "", "{\"data\":[{\"id\":\"1\",\"updatedAt\":\"" + text + "\"}]}");
            case "id" ->
                call.respond(
                        "200 OK",
                        "",
                        "{\"data\":[{\"id\":{\"" + text + "\":1},\"createdAt\":\"" + text
                                + "\",\"updatedAt\":\"2024-01-15T10:00:00Z\"}]}");
            case "field" ->
                call.respond(
                        "200 OK",
                        "",
                        "{\"data\":[{\"" + text + "\":1,\"" + text + "\":2,\"updatedAt\":\"2024-01-15T10:00:00Z\"}]}");
            case "reason" -> call.respond("404 " + IN_A_LINE, "", HOSTILE);
            case "location" -> call.respond("302 " + IN_A_LINE, "Location: http://" + IN_A_LINE + "\r\n", "");
            case "retry" -> call.respond("429 No", "Retry-After: " + IN_A_LINE + "\r\n", HOSTILE);
            case "cut" -> call.send("HTTP/1.1 200 " + IN_A_LINE + "\r\nContent-Length: 999\r\n\r\n" + HOSTILE);
            case "chunk" -> call.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + IN_A_LINE + "\r\n");
            case "link" -> call.respond("200 OK", "", "{\"data\":[],\"next_page_url\":\"" + text + "://x\"}");
            case "header" -> call.respond("200 OK", "Link: <" + IN_A_LINE + "://x>; rel=\"next\"\r\n", "{\"data\":[]}");
            default -> call.respond("200 OK", "", "{\"token\":\"" + text + "\"}");
        }
    }
}
