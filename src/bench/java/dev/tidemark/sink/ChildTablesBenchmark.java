package dev.tidemark.sink;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

/**
 * The time a row written of parents with three children each, beside the time a row written of as many plain rows: a first
 * load, the same again, and with one child fewer for each parent.
 */
class ChildTablesBenchmark {

    private static final int PARENTS = Integer.getInteger("bench.records", 5000);
    private static final int CHILDREN = 3;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final String DATABASES = System.getProperty("bench.databases", "POSTGRESQL,H2,MARIADB,DUCKDB");

    @Test
    void childTables() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| database | plain, us/row | with children, us/row | ratio | again, ms | with one fewer, ms |",
                "| --- | --- | --- | --- | --- | --- |"));
        for (String name : DATABASES.split(",", -1)) {
            lines.add(measure(DatabaseKind.valueOf(name.strip())));
            System.out.println(lines.get(lines.size() - 1));
        }
        lines.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%d parents of %d children, the median of %d rounds; load of the machine at the end %.1f%n",
                PARENTS,
                CHILDREN,
                ROUNDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String measure(DatabaseKind kind) throws Exception {
        List<Double> plain = new ArrayList<>();
        List<Double> loads = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> fewer = new ArrayList<>();
        String columns = "columns: 'id:LONG, name:STRING, v:LONG'";
        try (TestDatabase database = TestDatabase.withPool(kind, 4);
                Routes routes = new Routes(
                        database,
                        Map.of(),
                        SinkRoute.of("plain", "table: plain", "versionColumn: v", columns),
                        SinkRoute.of(
                                "order",
                                "table: order",
                                "versionColumn: v",
                                columns,
                                "childTables: 'line(sku)=lines'",
                                "childColumns: 'line: sku:STRING, qty:LONG'"))) {
            ProducerTemplate producer = routes.context().createProducerTemplate();
            // The first round warms up.
            for (int round = 0; round <= ROUNDS; round++) {
                int first = round * PARENTS * (CHILDREN + 1);
                double rows = 0;
                for (int part = 0; part <= CHILDREN; part++) {
                    rows += time(producer, "plain", orders(first + part * PARENTS, 0));
                }
                double load = time(producer, "order", orders(first, CHILDREN));
                double same = time(producer, "order", orders(first, CHILDREN));
                double less = time(producer, "order", orders(first, CHILDREN - 1));
                if (round > 0) {
                    plain.add(rows);
                    loads.add(load);
                    again.add(same);
                    fewer.add(less);
                }
            }
        }
        double perRow = 1e6 / PARENTS / (CHILDREN + 1);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.0f | %.0f |",
                kind,
                median(plain) * perRow,
                median(loads) * perRow,
                median(loads) / median(plain),
                median(again) * 1000,
                median(fewer) * 1000);
    }

    private static List<Map<String, Object>> orders(int first, int children) {
        List<Map<String, Object>> orders = new ArrayList<>();
        for (int id = first; id < first + PARENTS; id++) {
            int parent = id;
            List<Map<String, Object>> lines = IntStream.range(0, children)
                    .<Map<String, Object>>mapToObj(line -> Map.of("sku", parent + "-" + line, "qty", line))
                    .toList();
            orders.add(
                    children == 0
                            ? Map.of("id", id, "name", "order " + id, "v", 1)
                            : Map.of("id", id, "name", "order " + id, "v", 1, "lines", lines));
        }
        return orders;
    }

    private static double time(ProducerTemplate producer, String route, List<Map<String, Object>> body) {
        long start = System.nanoTime();
        producer.requestBody("direct:" + route, body);
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
