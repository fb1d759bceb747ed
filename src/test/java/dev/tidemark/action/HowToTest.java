package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
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

    @Test
    void arraysAreExploded() throws Exception {
        sync(
                "flatten",
                1,
                Map.of("id", 1, "updatedAt", CHANGED, "lines", List.of(Map.of("sku", "a"), Map.of("sku", "b"))),
                Map.of("id", 2, "updatedAt", CHANGED, "lines", List.of()));

        assertThat(database.jdbc().queryForList("select \"lines_sku\" from \"order_line\" order by 1", String.class))
                .containsExactly("a", "b");
    }

    @Test
    void personalDataIsMasked() throws Exception {
        sync(
                "mask",
                Map.of(
                        "id",
                        1,
                        "updatedAt",
                        CHANGED,
                        "name",
                        "Ann",
                        "email",
                        "ann@example.com",
                        "contact",
                        Map.of("phone", "5550100")));

        assertThat(database.jdbc().queryForMap("select * from \"people\"").toString())
                .contains("***")
                .doesNotContain("Ann", "ann@example.com", "5550100");
    }

    @Test
    void recordsAreFilteredAndCounted() throws Exception {
        SyncResult result = sync(
                "filter",
                Map.of("id", 1, "updatedAt", CHANGED, "status", "active"),
                Map.of("id", 2, "updatedAt", CHANGED, "status", "gone"));

        assertThat(database.count("\"active_users\"")).isEqualTo(1);
        assertThat(result.rowsFiltered()).isPositive();
    }

    @Test
    void fieldsAreComputed() throws Exception {
        SyncResult result = sync(
                "compute",
                Map.of(
                        "id",
                        1,
                        "updatedAt",
                        CHANGED,
                        "firstName",
                        "Ann",
                        "lastName",
                        "Lee",
                        "contact",
                        Map.of("mail", "ANN@example.com")),
                Map.of("id", 2, "updatedAt", CHANGED, "firstName", "Bob", "lastName", "Ray"));

        assertThat(database.jdbc()
                        .queryForMap("select \"fullName\", cast(\"contact\" as varchar) \"contact\" from \"persons\""))
                .containsEntry("fullName", "Ann Lee")
                .hasEntrySatisfying(
                        "contact", json -> assertThat(json).asString().contains("ann@example.com"));
        assertThat(result.rowsRejected()).isEqualTo(1);
    }

    @Test
    void oneSourceFillsTwoTables() throws Exception {
        sync(
                "two-sinks",
                Map.of("id", 1, "updatedAt", CHANGED, "name", "Ann", "consents", List.of("mail", "ads")),
                Map.of("id", 2, "updatedAt", CHANGED, "name", "Bob", "consents", List.of()));

        assertThat(database.jdbc().queryForList("select \"name\" from \"member\" order by 1", String.class))
                .containsExactly("Ann", "Bob");
        assertThat(database.jdbc().queryForList("select \"purpose\" from \"member_consent\" order by 1", String.class))
                .containsExactly("ads", "mail");
        assertThat(database.states().find("members").orElseThrow().state().toString())
                .contains(CHANGED);
    }

    /** Syncs the route of a page, whose API has those records. */
    private SyncResult sync(String page, Map<?, ?>... records) throws Exception {
        return sync(page, 0, records);
    }

    /** @param number of the page's routes, from 0 */
    private SyncResult sync(String page, int number, Map<?, ?>... records) throws Exception {
        String example = EXAMPLE.matcher(Routes.file("docs/how-to/" + page + ".md"))
                .results()
                .skip(number)
                .findFirst()
                .orElseThrow()
                .group(1);
        try (TestApi api = new TestApi(request -> TestApi.Response.of(
                Map.of("data", CHANGED.compareTo(request.get("since")) > 0 ? List.of(records) : List.of())))) {
            SyncResult result = SyncBench.sync(
                    database,
                    example.replace("https://api.example.com/", api.url("/")),
                    Map.of(MaskAction.SALT, "a text of a test"));
            assertThat(result.error()).isNull();
            return result;
        }
    }
}
