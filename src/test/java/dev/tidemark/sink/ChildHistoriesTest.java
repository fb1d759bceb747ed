package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Child tables after random chunks, and as another connection sees them meanwhile. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ChildHistoriesTest extends RunningSink {

    private static final int CHUNKS = 40;
    private static final int PARENTS = 6;

    private final long seed = Long.getLong("tidemark.seed", 20_261_201);
    private final Random random = new Random(seed);

    /** The rows that are expected, by the key of the parent. */
    private final Map<Integer, Integer> versions = new TreeMap<>();

    private final Map<Integer, Map<String, Set<String>>> lines = new TreeMap<>();

    ChildHistoriesTest(DatabaseKind kind) {
        super(kind);
    }

    @Test
    void tablesHoldTheNewestRecordsAndTheirElements() throws Exception {
        start(
                "table: order",
                "versionColumn: v",
                "columns: 'id:LONG, v:LONG'",
                "childTables: 'line(sku)=lines; tax=lines.taxes'",
                "maxRejectRatio: 1");
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            List<Object> records = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                records.add(record());
            }
            send(TestApi.json(records));

            assertThat(table("select \"id\", \"v\" from \"order\""))
                    .as("seed %d, chunk %d: %s", seed, chunk, records)
                    .isEqualTo(expectedOrders());
            assertThat(table("select \"order_id\", \"sku\" from \"line\""))
                    .as("seed %d, chunk %d: %s", seed, chunk, records)
                    .isEqualTo(expectedLines());
            assertThat(table("select \"order_id\", \"line_sku\", \"value\" from \"tax\""))
                    .as("seed %d, chunk %d: %s", seed, chunk, records)
                    .isEqualTo(expectedTaxes());
        }
    }

    /** Records it as what the tables are to have, unless an element makes it a reject. */
    private Map<String, Object> record() {
        int id = random.nextInt(PARENTS);
        int version = random.nextInt(8);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", id);
        record.put("v", version);
        Map<String, @Nullable Set<String>> found = null;
        boolean refused = false;
        if (random.nextInt(4) > 0) {
            found = new TreeMap<>();
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String sku = "s" + random.nextInt(4);
                refused |= found.containsKey(sku);
                Map<String, Object> line = new LinkedHashMap<>(Map.of("sku", sku));
                Set<String> taxes = null;
                if (random.nextInt(3) > 0) {
                    taxes = new TreeSet<>();
                    for (int tax = random.nextInt(3); tax > 0; tax--) {
                        taxes.add("t" + tax + random.nextInt(3));
                    }
                    line.put("taxes", List.copyOf(taxes));
                }
                found.put(sku, taxes);
                elements.add(line);
            }
            record.put("lines", elements);
        }
        if (!refused && version >= versions.getOrDefault(id, 0)) {
            versions.put(id, version);
            expect(id, found);
        }
        return record;
    }

    private void expect(int id, @Nullable Map<String, @Nullable Set<String>> found) {
        Map<String, Set<String>> before = lines.getOrDefault(id, Map.of());
        if (found != null) {
            Map<String, Set<String>> after = new TreeMap<>();
            found.forEach((sku, taxes) -> after.put(sku, taxes == null ? before.getOrDefault(sku, Set.of()) : taxes));
            lines.put(id, after);
        }
    }

    private Set<String> expectedOrders() {
        Set<String> rows = new TreeSet<>();
        versions.forEach((id, version) -> rows.add(id + " " + version));
        return rows;
    }

    private Set<String> expectedLines() {
        Set<String> rows = new TreeSet<>();
        lines.forEach((id, skus) -> skus.keySet().forEach(sku -> rows.add(id + " " + sku)));
        return rows;
    }

    private Set<String> expectedTaxes() {
        Set<String> rows = new TreeSet<>();
        lines.forEach(
                (id, skus) -> skus.forEach((sku, taxes) -> taxes.forEach(tax -> rows.add(id + " " + sku + " " + tax))));
        return rows;
    }

    private Set<String> table(String query) {
        String name = query.replaceAll(".*\"(\\w+)\"$", "$1");
        Set<String> rows = new TreeSet<>();
        if (database.exists(name)) {
            database.jdbc().queryForList(query).forEach(row -> {
                List<String> values = new ArrayList<>();
                row.values().forEach(value -> values.add(String.valueOf(value)));
                rows.add(String.join(" ", values));
            });
        }
        return rows;
    }

    @Test
    void anotherConnectionNeverSeesAnOrderWithHalfItsLines() throws Exception {
        start("table: order", "childTables: 'line=lines'");
        String three = "[{\"id\":1,\"n\":3,\"lines\":[1,2,3]}]";
        String five = "[{\"id\":1,\"n\":5,\"lines\":[1,2,3,4,5]}]";
        send(three);
        AtomicBoolean done = new AtomicBoolean();
        Set<String> seen = new ConcurrentSkipListSet<>();
        String query = "select o.\"n\", count(*) from \"order\" o join \"line\" l on l.\"order_id\" = o.\"id\""
                + " group by o.\"n\"";
        CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                database.jdbc()
                        .queryForList(query)
                        .forEach(row -> seen.add(row.values().toString()));
            }
        });
        for (int i = 0; i < 20; i++) {
            send(i % 2 == 0 ? five : three);
        }
        done.set(true);
        watch.get();

        assertThat(seen).isNotEmpty().isSubsetOf("[3, 3]", "[5, 5]");
    }
}
