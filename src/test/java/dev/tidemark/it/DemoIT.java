package dev.tidemark.it;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo}, with the routes and the configuration that are delivered. */
final class DemoIT {

    private static final Path DELIVERED = Path.of("").toAbsolutePath();
    private static final Pattern SUMMARY = Pattern.compile("(?m)^users +timestamp +ok +(\\d+) +(\\d+) .*$");

    /** What each source writes in the two syncs: all, then what was changed at the API. */
    private static final Map<String, List<Integer>> WRITTEN = Map.ofEntries(
            entry("companies", List.of(2, 0)),
            entry("customers", List.of(5, 0)),
            entry("history", List.of(215, 22)),
            entry("shop-customers", List.of(18, 0)),
            entry("shop-orders", List.of(60, 0)),
            entry("shop-refunds", List.of(12, 0)),
            entry("shop-events", List.of(96, 0)),
            entry("shop-sales", List.of(96, 0)),
            entry("switched", List.of(200, 25)),
            entry("users", List.of(200, 25)),
            entry("users-keyset", List.of(200, 25)),
            entry("users-next-url", List.of(200, 25)),
            entry("users-offset", List.of(200, 25)),
            entry("users-page-number", List.of(200, 25)),
            entry("users-replay", List.of(200, 25)),
            entry("users-step-size", List.of(200, 25)));

    private Workplace workplace;

    @BeforeEach
    void makeWorkplace(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void showsWhatTwoSyncsBringAndOnASecondRunThatItIsThereAlready() throws Exception {
        Ended demo = demo().expect(0);

        assertThat(written(demo)).containsExactly(200L, 25L);
        assertThat(demo.out())
                .contains("all records are new", "\"shop_order\", \"shop_order_line\", \"shop_order_tax\"")
                .doesNotContain("warning");
        assertThat(workplace.path("data/tidemark.trace.db"))
                .as("H2's file of errors")
                .doesNotExist();
        try (UserTable table = new UserTable(workplace.embedded())) {
            assertThat(table.rows()).isEqualTo(200);
        }

        Ended second = demo().expect(0);

        assertThat(written(second)).containsExactly(1L, 25L);
        assertThat(second.out()).contains("from an earlier run").doesNotContain("all records are new");
        // The practice API has restarted its history, before the time that the first run has seen.
        assertThat(second.out().lines().filter(line -> line.contains("warning")))
                .allMatch(line -> line.startsWith("history: "));
    }

    @Test
    void writesOneJsonObjectPerSourceAndSync() throws Exception {
        List<JsonNode> results = demo("--json").expect(0).json();

        assertThat(results).allSatisfy(SyncIT::expectTheKeysOfAResult);
        Map<String, List<Integer>> written = new TreeMap<>();
        results.forEach(result -> written.computeIfAbsent(result.get("source").textValue(), source -> new ArrayList<>())
                .add(result.get("rowsWritten").intValue()));
        assertThat(written).isEqualTo(WRITTEN);
    }

    private Ended demo(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--routes",
                DELIVERED.resolve("routes").toString(),
                "--config",
                DELIVERED.resolve("config/application.properties").toString()));
        arguments.addAll(List.of(more));
        return workplace.run(arguments.toArray(String[]::new));
    }

    private static List<Long> written(Ended demo) {
        return SUMMARY.matcher(demo.out())
                .results()
                .map(line -> Long.valueOf(line.group(2)))
                .toList();
    }
}
