package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DocPage;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The route and the record of the page on child tables give the rows that it shows. */
class ChildTablesDocTest {

    private static final String PAGE = "docs/how-to/child-tables.md";

    @Test
    void theExampleOfThePageGivesItsRows() throws Exception {
        String record = DocPage.block(PAGE, "json");
        try (TestDatabase database = TestDatabase.open();
                TestApi api = new TestApi(request -> TestApi.Response.text(
                        200,
                        "2024-01-15T10:00:00Z".compareTo(request.get("since")) > 0
                                ? "{\"data\":[" + record + "]}"
                                : "{\"data\":[]}"))) {
            SyncResult result = SyncBench.sync(
                    database, Map.of(), DocPage.block(PAGE, "yaml").replace("https://api.example.com/", api.url("/")));

            assertThat(result.error()).isNull();
            assertThat(
                            database.jdbc()
                                    .queryForList(
                                            "select \"order_id\", \"_index\", \"sku\", \"product_color\" from \"order_line\" order by 2"))
                    .extracting(row -> row.values().toString())
                    .containsExactly("[7, 0, A1, red]", "[7, 1, B2, null]");
            assertThat(database.jdbc().queryForMap("select * from \"order_line_tax\""))
                    .containsEntry("order_id", 7L)
                    .containsEntry("order_line_index", 0L)
                    .containsEntry("code", "vat")
                    .containsEntry("rate", new BigDecimal("0.1900"));
            assertThat(database.jdbc().queryForMap("select * from \"order\"")).doesNotContainKey("line_items");
        }
    }
}
