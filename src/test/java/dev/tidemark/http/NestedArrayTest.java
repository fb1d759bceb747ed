package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of orders, from an API that pages by orders to a table of lines. */
@ParameterizedClass
@EnumSource(
        value = DatabaseKind.class,
        names = {"H2", "POSTGRESQL"})
class NestedArrayTest {

    private static final int ORDERS = 23;
    private static final int PAGE = 4;

    private final List<Order> orders = new ArrayList<>();
    private int total = ORDERS;
    private final TestApi api = new TestApi(this::respond);
    private final TestDatabase database;

    NestedArrayTest(DatabaseKind kind) {
        database = TestDatabase.open(kind);
        // Whole pages without a line, and orders with many.
        for (int id = 1; id <= ORDERS; id++) {
            orders.add(new Order(id, id >= 9 && id <= 17 ? 0 : 3 * (id % 4), time(id)));
        }
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    private static String time(int second) {
        return String.format("2024-01-15T10:00:%02dZ", second);
    }

    private record Order(int id, int lines, String updated) {

        Map<String, Object> body() {
            List<Map<String, Object>> all = IntStream.range(0, lines)
                    .mapToObj(line -> Map.<String, Object>of("sku", "s" + line))
                    .toList();
            return Map.of(
                    "id", id, "meta", Map.of("updated", updated), "parts", Map.of("lines", all, "kind", "k" + id));
        }
    }

    private Response respond(Request request) {
        String since = request.parameters().getOrDefault("since", "");
        List<Map<String, Object>> found = orders.stream()
                .filter(order -> order.updated().compareTo(since) > 0)
                .filter(order -> order.id() >= request.number("start", 1))
                .filter(order -> order.id() <= request.number("end", ORDERS))
                .sorted(Comparator.comparing(Order::updated))
                .map(Order::body)
                .toList();
        int size = request.number("limit", PAGE);
        int from = Math.min(request.number("at", (request.number("page", 1) - 1) * PAGE), found.size());
        int to = Math.min(from + size, found.size());
        Map<String, Object> body = new HashMap<>(Map.of("data", found.subList(from, to), "total", total));
        body.put("next", to < found.size() ? Integer.toString(to) : null);
        return Response.of(body);
    }

    private SourceYaml source(String strategy, String query) {
        return new SourceYaml(strategy, "t")
                .with("url", api.url("/records"))
                .with("query", query)
                .with("recordsPath", "data[].parts.lines[]")
                .with("chunkSize", 2)
                .sink("primaryKey", "order_id, sku")
                .sink(
                        "columns",
                        "order_id=../../id:LONG, sku:STRING, kind=../kind:STRING,"
                                + " updated=../../meta.updated:UTC_DATETIME");
    }

    private SyncResult sync(SourceYaml source) {
        return SyncBench.sync(database, Map.of(), source.toString());
    }

    private List<String> rows() {
        return database
                .jdbc()
                .queryForList("select \"order_id\" as o, \"sku\" as s, \"kind\" as k from \"t\" order by 1, 2")
                .stream()
                .map(row -> row.get("o") + " " + row.get("s") + " " + row.get("k"))
                .sorted()
                .toList();
    }

    private List<String> expected() {
        return orders.stream()
                .flatMap(order -> IntStream.range(0, order.lines())
                        .mapToObj(line -> order.id() + " s" + line + " k" + order.id()))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, since={cursor}",
        "replay, since={cursor}",
        "keyset, since={cursor}",
        "offset, at={offset}",
        "offset, at={offset}; limit={limit}; since={cursor}",
        "page-number, page={page}",
        "page-number, page={page}; since={cursor}"
    })
    void allLinesAreReadOverPagesWithoutAny(String strategy, String query) {
        SourceYaml source = source(strategy, query).with("cursorField", "../../meta.updated");
        if (strategy.equals("timestamp") || strategy.equals("replay") || strategy.equals("offset")) {
            source.with("pageSize", PAGE);
        }
        if (strategy.equals("keyset")) {
            source.with("nextQuery", query + "; at={token}").with("tokenPath", "next");
            source.with("keyField", "../../id");
        }
        SyncResult result = sync(source);

        assertThat(result.error()).isNull();
        assertThat(result.warnings()).isEmpty();
        assertThat(rows()).isEqualTo(expected());

        orders.set(1, new Order(2, 8, time(40)));
        orders.set(10, new Order(11, 1, time(41)));
        assertThat(sync(source).error()).isNull();
        assertThat(rows()).isEqualTo(expected());
    }

    @Test
    void idsOfTheOrdersAreReadInRangesWithoutAnyLine() {
        SyncResult result = sync(source("step-size", "start={start}; end={end}")
                .with("idField", "../../id")
                .with("stepSize", PAGE)
                .with("maxEmptySteps", 1));

        assertThat(result.error()).isNull();
        assertThat(rows()).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void totalIsComparedWithTheOrdersNotWithTheirLines(int more) {
        total = ORDERS + more;
        SyncResult result = sync(source("offset", "at={offset}")
                .with("cursorField", "../../meta.updated")
                .with("pageSize", PAGE)
                .with("requireTotal", true));

        if (more == 0) {
            assertThat(result.error()).isNull();
            assertThat(rows()).isEqualTo(expected());
        } else {
            assertThat(result.error()).contains("which requireTotal forbids");
        }
    }

    @Test
    void conditionOnCursorAndKeyIsRefused() {
        SyncResult result = sync(source("keyset", "since={cursor}")
                .with("cursorField", "../../meta.updated")
                .with("nextQuery", "since={cursor}; key={key}"));

        assertThat(result.error())
                .contains("cannot page through nested records")
                .contains("{token}");
    }

    @Test
    void stepSeesTheFieldsAroundARecord() {
        Set<Object> seen = new TreeSet<>();
        Processor look = exchange -> seen.add(exchange.getProperty("kind"));
        SourceYaml source = source("offset", "at={offset}")
                .with("cursorField", "../../meta.updated")
                .with("pageSize", PAGE)
                .step(Map.of("setProperty", Map.of("name", "kind", "simple", "${body[0]['..']['kind']}")))
                .step(Map.of("process", Map.of("ref", "look")));
        SyncResult result = SyncBench.sync(database, Map.of("look", look), source.toString());

        assertThat(result.error()).isNull();
        assertThat(seen).contains("k1", "k3", "k23").doesNotContain("k9");
    }

    @Test
    void inferredColumnsLeaveTheFieldsAroundOut() {
        SyncResult result = sync(source("offset", "at={offset}")
                .with("cursorField", "../../meta.updated")
                .with("pageSize", PAGE)
                .sink("primaryKey", "../../id, sku")
                .sink("columns", ""));

        assertThat(result.error()).isNull();
        assertThat(database.jdbc()
                        .queryForRowSet("select * from \"t\"")
                        .getMetaData()
                        .getColumnNames())
                .containsExactlyInAnyOrder("sku", "parent_parent_id", "parent_parent_meta_updated", "_synced_at");
        assertThat(database.count("\"t\"")).isEqualTo(expected().size());
    }
}
