package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and defaults that people's routes rely on. */
class ContractTest {

    private static final String NONE = "(none)";
    private static final String REQUIRED = "(required)";

    private static final Map<String, String> OF_EVERY_HTTP_SOURCE = Map.ofEntries(
            Map.entry("source", REQUIRED),
            Map.entry("url", REQUIRED),
            Map.entry("period", "60s"),
            Map.entry("recordsPath", "data"),
            Map.entry("errorPath", ""),
            Map.entry("cursorField", "updatedAt"),
            Map.entry("cursorType", "timestamp"),
            Map.entry("cursorFormat", ""),
            Map.entry("cursorZone", "UTC"),
            Map.entry("initialCursor", "0001-01-01T00:00:00Z"),
            Map.entry("boundary", "exclusive"),
            Map.entry("chunkSize", "5000"),
            Map.entry("maxSkew", "1h"));

    static List<Kamelet> httpSources() throws IOException {
        return Kamelet.shipped().stream()
                .filter(each -> each.parameters().containsKey("url"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("httpSources")
    void everyHttpSourceHasTheCommonParameters(Kamelet kamelet) {
        assertThat(defaults(kamelet)).containsAllEntriesOf(OF_EVERY_HTTP_SOURCE);
    }

    @Test
    void theTimestampSourceHasItsOwnParameters() throws IOException {
        Kamelet kamelet = named("incremental-timestamp-source");

        assertThat(defaults(kamelet)).containsAllEntriesOf(Map.of("query", "since={cursor}", "pageSize", NONE));
        assertThat(Kamelet.texts(kamelet.definition().at("/properties/cursorType/enum")))
                .containsExactly("timestamp", "epoch-seconds", "epoch-millis", "number", "text");
        assertThat(Kamelet.texts(kamelet.definition().at("/properties/boundary/enum")))
                .containsExactly("exclusive", "inclusive");
    }

    @Test
    void theSinkHasItsParameters() throws IOException {
        assertThat(defaults(named("jdbc-upsert-sink")))
                .containsAllEntriesOf(Map.of(
                        "table", REQUIRED,
                        "primaryKey", "id",
                        "columns", "",
                        "dataSource", "destination",
                        "versionColumn", ""));
    }

    private static Kamelet named(String name) throws IOException {
        return Kamelet.shipped().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> defaults(Kamelet kamelet) {
        Map<String, String> defaults = new TreeMap<>();
        kamelet.parameters().forEach((name, parameter) -> {
            JsonNode value = parameter.get("default");
            String absent = kamelet.required().contains(name) ? REQUIRED : NONE;
            defaults.put(name, value == null ? absent : value.asText());
        });
        return defaults;
    }
}
