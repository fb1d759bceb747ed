package dev.tidemark.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.route.kamelet.Kamelets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/sources.md} are what it says that they are. */
class SourcesDocTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\R(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> PROPERTIES = Map.of("crm.url", "https://crm.example.com");

    @Test
    void itsExamplesAreSources(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("kamelets"));
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/sources.md")));
        for (String file : List.of("list.yaml", "pipe.yaml", "kamelets/crm-source.kamelet.yaml")) {
            assertThat(example.find()).isTrue();
            Files.writeString(directory.resolve(file), example.group(1));
        }
        Files.writeString(
                directory.resolve("own.yaml"),
                """
                - route:
                    id: own
                    from:
                      uri: kamelet:crm-source
                      parameters:
                        list: people
                      steps:
                        - to: kamelet:jdbc-upsert-sink?table=people
                """);

        RouteFiles files = RouteFiles.read(directory, PROPERTIES::get, Kamelets.read(directory));

        assertThat(files.problems()).isEmpty();
        assertThat(files.sources())
                .extracting(Source::name, Source::routeId, Source::strategy)
                .containsExactly(
                        tuple("crm-contacts", "crm-contacts", "timestamp"),
                        tuple("crm-deals", "crm-deals", "timestamp"),
                        tuple("crm-people", "own", "keyset"),
                        tuple("contacts", "contacts", "timestamp"));
        assertThat(files.sources().get(1).from().parameters())
                .containsEntry("url", "https://crm.example.com/deals")
                .containsEntry("period", "1h");
        assertThat(files.sources().get(2).from().parameters()).containsEntry("tokenPath", "meta.next");
        assertThat(files.sources().get(3).from().parameters()).containsEntry("query", "filter=a&b; since={cursor}");
    }
}
