package dev.tidemark.catalog;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and defaults that people's routes rely on. */
class ContractTest {

    private static final String NONE = "(none)";
    private static final String REQUIRED = "(required)";

    private static final Map<String, String> OF_EVERY_SOURCE = Map.of(
            "source",
            REQUIRED,
            "period",
            "60s",
            "schedule",
            "",
            "scheduleZone",
            "UTC",
            "runMissed",
            "true",
            "after",
            "",
            "chunkSize",
            "5000",
            "repeatCount",
            "0",
            "stateRepository",
            "tidemark-state");

    private static final Map<String, String> OF_EVERY_HTTP_SOURCE = Map.ofEntries(
            Map.entry("url", REQUIRED),
            Map.entry("client", "default"),
            Map.entry("method", "GET"),
            Map.entry("bodyTemplate", ""),
            Map.entry("partitions", NONE),
            Map.entry("partitionQuery", NONE),
            Map.entry("partitionDataSource", "destination"),
            Map.entry("onMissingPartition", "skip"),
            Map.entry("ranges", NONE),
            Map.entry("workers", "1"),
            Map.entry("format", "json"),
            Map.entry("csvSeparator", ","),
            Map.entry("recordsPath", "data"),
            Map.entry("recordsAs", "list"),
            Map.entry("columnsPath", ""),
            Map.entry("errorPath", ""),
            Map.entry("emptyWhenMissing", "false"));

    private static final Map<String, String> OF_EVERY_CURSOR =
            Map.of("cursorType", "timestamp", "cursorReadFormat", "", "cursorZone", "UTC", "maxSkew", "1h");

    private static final Map<String, String> OF_EVERY_HTTP_CURSOR = Map.of(
            "cursorField", "updatedAt",
            "cursorFormat", "",
            "initialCursor", "0001-01-01T00:00:00Z",
            "boundary", "exclusive");

    private static final Map<String, Map<String, String>> SOURCES = Map.of(
            "incremental-timestamp-source",
            list(Map.of("query", "since={cursor}", "pageSize", NONE, "window", NONE)),
            "incremental-replay-source",
            list(Map.of("query", "since={cursor}", "bufferHours", "2", "pageSize", NONE, "window", NONE)),
            "incremental-keyset-source",
            list(Map.of(
                    "query", "updated_since={cursor}",
                    "nextQuery", "scroll_param={token}",
                    "order", "unknown",
                    "tokenPath", "scroll_param",
                    "keyField", "id")),
            "incremental-offset-source",
            list(Map.of(
                    "query", "updated_since={cursor}; limit={limit}; offset={offset}",
                    "pageSize", "50",
                    "totalPath", "total",
                    "keyField", "",
                    "requireTotal", "false",
                    "order", "unknown")),
            "incremental-page-number-source",
            list(Map.of(
                    "query", "updated_since={cursor}; per_page={limit}; page={page}",
                    "pageSize", "50",
                    "firstPage", "1",
                    "order", "unknown",
                    "keyField", "",
                    "totalPagesPath", "total_pages")),
            "incremental-next-url-source",
            list(Map.of(
                    "query", "updated_since={cursor}",
                    "order", "unknown",
                    "keyField", "",
                    "nextUrlPath", "next_page_url")),
            "incremental-step-size-source",
            all(
                    OF_EVERY_SOURCE,
                    OF_EVERY_HTTP_SOURCE,
                    Map.of(
                            "query", "start_id={start}; end_id={end}",
                            "idField", "id",
                            "initialId", "1",
                            "stepSize", "1000",
                            "maxId", NONE,
                            "maxEmptySteps", "10")),
            "incremental-key-based-source",
            all(
                    OF_EVERY_SOURCE,
                    OF_EVERY_CURSOR,
                    Map.of(
                            "dataSource", REQUIRED,
                            "table", REQUIRED,
                            "keyField", REQUIRED,
                            "columns", "*",
                            "cursorField", "updated_at",
                            "initialCursor", "2024-01-01T00:00:00Z",
                            "pageSize", "5000",
                            "workers", "1"),
                    Map.of("delay", NONE, "ranges", NONE)));

    static Set<String> sources() {
        return SOURCES.keySet();
    }

    @Test
    void everySourceThatShipsIsHeldToTheContract() throws IOException {
        assertThat(Kamelet.shipped())
                .filteredOn(each -> each.type().equals("source"))
                .extracting(Kamelet::name)
                .containsExactlyInAnyOrderElementsOf(SOURCES.keySet());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aSourceHasItsParametersWithTheirDefaultsAndNoOthers(String name) throws IOException {
        Map<String, String> found = defaults(named(name));

        assertThat(found).containsExactlyInAnyOrderEntriesOf(SOURCES.get(name));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aChoiceIsAmongTheSameWordsEverywhere(String name) throws IOException {
        JsonNode properties = named(name).definition().path("properties");

        if (properties.has("cursorType")) {
            assertThat(Kamelet.texts(properties.at("/cursorType/enum")))
                    .containsExactly("timestamp", "epoch-seconds", "epoch-millis", "number", "text");
        }
        if (properties.has("boundary")) {
            assertThat(Kamelet.texts(properties.at("/boundary/enum"))).containsExactly("exclusive", "inclusive");
        }
    }

    @Test
    void theSinkHasItsParameters() throws IOException {
        assertThat(defaults(named("jdbc-upsert-sink")))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        entry("table", REQUIRED),
                        entry("primaryKey", "id"),
                        entry("columns", ""),
                        entry("nested", "json"),
                        entry("childTables", ""),
                        entry("childColumns", ""),
                        entry("dataSource", "destination"),
                        entry("versionColumn", ""),
                        entry("excessPrecision", "cut"),
                        entry("schemaEvolution", NONE),
                        entry("maxRejectRatio", "0.1")));
    }

    @Test
    void theActionsHaveTheirParameters() throws IOException {
        Map<String, Map<String, String>> found = new TreeMap<>();
        for (Kamelet each : Kamelet.shipped()) {
            if (each.type().equals("action")) {
                found.put(each.name(), defaults(each));
            }
        }

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "records-rename-action", Map.of("fields", REQUIRED),
                        "records-select-action", Map.of("fields", REQUIRED),
                        "records-drop-action", Map.of("fields", REQUIRED),
                        "records-flatten-action", Map.of("fields", "", "separator", "_"),
                        "records-explode-action", Map.of("fields", REQUIRED),
                        "records-mask-action", Map.of("fields", REQUIRED, "method", "sha256"),
                        "records-filter-action", Map.of("where", REQUIRED, "language", "simple"),
                        "records-compute-action",
                                Map.of("field", REQUIRED, "expression", REQUIRED, "language", "simple")));
    }

    /** The parameters of an HTTP source with a cursor. */
    private static Map<String, String> list(Map<String, String> own) {
        return all(OF_EVERY_SOURCE, OF_EVERY_HTTP_SOURCE, OF_EVERY_CURSOR, OF_EVERY_HTTP_CURSOR, own);
    }

    @SafeVarargs
    private static Map<String, String> all(Map<String, String>... parts) {
        Map<String, String> all = new TreeMap<>();
        for (Map<String, String> part : parts) {
            all.putAll(part);
        }
        return all;
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
