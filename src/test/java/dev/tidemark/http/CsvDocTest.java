package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sink.RejectTable;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/how-to/csv.md does what the page says. */
class CsvDocTest {

    private static final Path DOC = Path.of("docs", "how-to", "csv.md");

    @Test
    void theExampleOfThePageRuns() throws IOException {
        String csv = block("csv");
        try (SyncBench bench = new SyncBench(request -> Response.text(200, csv).with("Content-Type", "text/csv"))) {
            TestDatabase database = bench.database();
            String route = block("yaml")
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
                    .satisfies(reject -> assertThat(block("text").strip()).isEqualTo(reject.reason()));
        }
    }

    /** The content of the page's only block of a language. */
    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(DOC));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
