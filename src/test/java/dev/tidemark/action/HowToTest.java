package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route of each how-to on actions does what the page says. */
class HowToTest {

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);
    private static final String CHANGED = "2024-01-15T10:00:00Z";

    private final TestDatabase database = TestDatabase.open();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nestedRecordsAreFlattened() throws Exception {
        sync(
                "flatten",
                Map.of(
                        "id",
                        1,
                        "updatedAt",
                        CHANGED,
                        "tags",
                        List.of("a", "b"),
                        "address",
                        Map.of("city", "Oslo", "geo", Map.of("lat", 59.9))));

        assertThat(database.jdbc().queryForMap("select * from \"customers\""))
                .containsEntry("address_city", "Oslo")
                .containsKeys("address_geo_lat", "tags")
                .doesNotContainKey("address");
    }

    @Test
    void fieldsAreDroppedAndRenamed() throws Exception {
        sync(
                "rename",
                Map.of(
                        "contactId",
                        1,
                        "updatedAt",
                        CHANGED,
                        "internal",
                        "x",
                        "user",
                        Map.of("mail", "ann@example.com", "avatar", "y", "name", "Ann")));

        assertThat(database.jdbc().queryForMap("select * from \"contacts\""))
                .containsEntry("email", "ann@example.com")
                .containsKeys("id", "user")
                .doesNotContainKeys("internal", "contactId");
    }

    /** Syncs the route of a page, whose API has those records. */
    private SyncResult sync(String page, Map<?, ?>... records) throws Exception {
        Matcher example = EXAMPLE.matcher(Routes.file("docs/how-to/" + page + ".md"));
        assertThat(example.find()).isTrue();
        try (TestApi api = new TestApi(request -> TestApi.Response.of(
                Map.of("data", CHANGED.compareTo(request.get("since")) > 0 ? List.of(records) : List.of())))) {
            SyncResult result = SyncBench.sync(
                    database, Map.of(), example.group(1).replace("https://api.example.com/", api.url("/")));
            assertThat(result.error()).isNull();
            return result;
        }
    }
}
