package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route of docs/how-to/graphql.md reads cursor connections. */
class GraphQlTest {

    private static final int PAGE = 2;

    private final List<Issue> issues =
            IntStream.rangeClosed(1, 5).mapToObj(Issue::new).toList();

    private volatile List<Map<String, String>> errors = List.of();
    private final TestApi api = new TestApi(this::respond);
    private final TestDatabase database = TestDatabase.open();

    private record Issue(int id) {

        String updatedAt() {
            return "2024-01-15T10:00:0" + id + "Z";
        }

        Map<String, Object> node() {
            return Map.of("id", id, "title", "issue " + id, "updatedAt", updatedAt(), "author", Map.of("login", "ann"));
        }
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    /** A page of the connection, whose last page has a cursor too. */
    private TestApi.Response respond(TestApi.Request request) {
        JsonNode body = parsed(request.body());
        JsonNode variables = body.path("variables");
        int after = variables.path("after").asInt(0);
        List<Issue> found = issues.stream()
                .filter(each ->
                        each.updatedAt().compareTo(variables.path("since").asText()) >= 0)
                .filter(each -> each.id() > after)
                .toList();
        List<Issue> page = found.subList(0, Math.min(PAGE, found.size()));
        Map<String, @Nullable Object> info = new HashMap<>();
        info.put("hasNextPage", found.size() > PAGE);
        info.put(
                "endCursor",
                page.isEmpty() ? null : String.valueOf(page.get(page.size() - 1).id()));
        Map<String, Object> connection = Map.of(
                "edges", page.stream().map(each -> Map.of("node", each.node())).toList(), "pageInfo", info);
        Map<String, Object> document = new HashMap<>(Map.of("data", Map.of("issues", connection)));
        if (!errors.isEmpty()) {
            document.put("errors", errors);
        }
        return body.path("query").asText().startsWith("query (")
                ? TestApi.Response.of(document)
                : TestApi.Response.text(400, "{}");
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.PLAIN.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SyncResult sync() throws Exception {
        String page = Routes.file("docs/how-to/graphql.md");
        int start = page.indexOf("```yaml") + 8;
        String yaml = page.substring(start, page.indexOf("```", start));
        return SyncBench.sync(database, Map.of(), yaml.replace("https://api.example.com/", api.url("/")));
    }

    @Test
    void connectionIsReadToItsEndThoughTheLastPageHasACursor() throws Exception {
        SyncResult result = sync();

        assertThat(result.error()).isNull();
        assertThat(database.jdbc().queryForList("select \"author_login\" from \"issue\"", String.class))
                .hasSize(5)
                .containsOnly("ann");
        SyncResult second = sync();
        assertThat(second.error()).isNull();
        assertThat(second.rowsWritten()).isZero();
    }

    @Test
    void errorsBesideDataFailTheSync() throws Exception {
        errors = List.of(Map.of("message", "the field author timed out"));

        SyncResult result = sync();

        assertThat(result.error()).contains("`errors`", "timed out");
        assertThat(database.states().find("issues")).isEmpty();
        errors = List.of();
        assertThat(sync().error()).isNull();
        assertThat(database.count("\"issue\"")).isEqualTo(5);
    }
}
