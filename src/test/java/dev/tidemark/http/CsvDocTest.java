package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sink.RejectTable;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DocPage;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of docs/how-to/csv.md does what the page says. */
class CsvDocTest {

    private static final String PAGE = "docs/how-to/csv.md";

    @Test
    void theExampleOfThePageRuns() throws Exception {
        String csv = DocPage.block(PAGE, "csv");
        try (SyncBench bench = new SyncBench(request -> Response.text(200, csv).with("Content-Type", "text/csv"))) {
            TestDatabase database = bench.database();
            String route = DocPage.block(PAGE, "yaml")
                    .replace(
                            "url: \"{{api.url}}",
                            "source: products\n        url: \"" + bench.api().url(""));

            SyncResult result = SyncBench.sync(database, Map.of(), route);

            assertThat(result.error()).isNull();
            assertThat(bench.api().requests().get(0).path()).isEqualTo("/products.csv");
            assertThat(database.jdbc().queryForList("select \"name\" from \"product\" order by \"id\"", String.class))
                    .containsExactly("Lamp; small", "Say \"hello\"");
            assertThat(database.jdbc().queryForList("select \"price\" from \"product\" order by \"id\"", String.class))
                    .containsExactly("12.50", null);
            assertThat(new RejectTable(database.dataSource()).all())
                    .singleElement()
                    .satisfies(reject ->
                            assertThat(DocPage.block(PAGE, "text").strip()).isEqualTo(reject.reason()));
        }
    }
}
