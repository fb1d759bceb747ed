package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo}, with the routes and the configuration that are delivered. */
final class DemoIT {

    private static final Path DELIVERED = Path.of("").toAbsolutePath();
    private static final Pattern SUMMARY = Pattern.compile("(?m)^users +timestamp +ok +(\\d+) +(\\d+) .*$");

    private Workplace workplace;

    @BeforeEach
    void makeWorkplace(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void showsThatTheFirstSyncBringsAllAndTheSecondOnlyWhatChanged() throws Exception {
        Ended demo = demo().expect(0);

        assertThat(written(demo)).containsExactly(200L, 25L);
        assertThat(demo.out()).contains("everything is new");
        try (UserTable table = new UserTable(workplace.embedded())) {
            assertThat(table.rows()).isEqualTo(200);
        }
    }

    @Test
    void writesOneJsonObjectPerSourceAndSync() throws Exception {
        List<JsonNode> results = demo("--json").expect(0).json();

        assertThat(results).hasSize(2 * delivered()).allSatisfy(SyncIT::expectTheKeysOfAResult);
        assertThat(results).extracting(result -> result.get("error").asText()).containsOnly("null");
        assertThat(results)
                .filteredOn(result -> result.get("source").asText().equals("users"))
                .extracting(result -> result.get("rowsWritten").intValue())
                .containsExactly(200, 25);
    }

    @Test
    void saysOnASecondRunThatTheRowsAreThereAlready() throws Exception {
        demo().expect(0);

        Ended second = demo().expect(0);

        assertThat(written(second)).containsExactly(0L, 25L);
        assertThat(second.out()).contains("from an earlier run").doesNotContain("everything is new");
    }

    /** A source a file. */
    private static int delivered() throws Exception {
        try (Stream<Path> files = Files.list(DELIVERED.resolve("routes"))) {
            return (int) files.filter(file -> file.toString().endsWith(".yaml")).count();
        }
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
