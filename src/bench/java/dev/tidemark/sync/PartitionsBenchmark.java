package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** 10,000 partitions of 3 records, at an API of 5 ms: the first sync, and the second, in which 1 in 100 has a new record. */
class PartitionsBenchmark {

    private static final int PARTITIONS = Integer.getInteger("bench.partitions", 10_000);
    private static final int RECORDS = 3;
    private static final String DATABASES = System.getProperty("bench.databases", "POSTGRESQL,H2");
    private static final Duration LATENCY = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Instant START = Instant.parse("2024-01-15T10:00:00Z");

    @Test
    void partitions() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| database | workers | sync | s | requests | rows written | heap after a collection, MB |",
                "| --- | --- | --- | --- | --- | --- | --- |"));
        for (String name : DATABASES.split(",", -1)) {
            for (int workers : new int[] {1, 8}) {
                measure(DatabaseKind.valueOf(name.strip()), workers, lines);
            }
        }
        lines.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%d partitions; a heap of %d MB; load of the machine at the end %.1f%n",
                PARTITIONS,
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void measure(DatabaseKind kind, int workers, List<String> lines) throws Exception {
        AtomicInteger added = new AtomicInteger();
        try (SlowApi api = new SlowApi(LATENCY, (path, query) -> page(path, query, added.get()));
                TestDatabase database = TestDatabase.withPool(kind, 12)) {
            database.jdbc().execute("create table \"parent\" (\"id\" bigint primary key)");
            database.jdbc()
                    .batchUpdate(
                            "insert into \"parent\" values (?)",
                            LongStream.range(0, PARTITIONS)
                                    .mapToObj(id -> new Object[] {id})
                                    .toList());
            String source = new SourceYaml("timestamp", "child")
                    .with("url", api.url("/parents/{parent}/children"))
                    .with("partitionQuery", "select \"id\" as \"parent\" from \"parent\"")
                    .with("workers", workers)
                    .sink("columns", "id:LONG, parent:LONG, updatedAt:UTC_DATETIME")
                    .toString();
            for (String which : List.of("first", "second")) {
                api.reset();
                try (Routes routes = new Routes(database, Map.of(), source)) {
                    SyncResult result = routes.result(PATIENCE);
                    assertThat(result.error()).isNull();
                    lines.add(String.format(
                            Locale.ROOT,
                            "| %s | %d | %s | %.1f | %d | %d | %d |",
                            kind,
                            workers,
                            which,
                            result.seconds(),
                            api.requests(),
                            result.rowsWritten(),
                            heapAfterCollection() >> 20));
                }
                System.out.println(lines.get(lines.size() - 1));
                if (which.equals("second")) {
                    assertThat(api.requests())
                            .as("one request for each partition, and one more where it has records")
                            .isEqualTo(PARTITIONS * 101 / 100);
                }
                assertThat(database.count("\"child\""))
                        .isEqualTo(PARTITIONS * RECORDS + added.get() * PARTITIONS / 100);
                assertThat(database.count("tidemark_partitions")).isEqualTo(PARTITIONS);
                added.set(1);
            }
        }
    }

    private static Stream<String> page(String path, Map<String, String> query, int added) {
        long parent = Long.parseLong(path.replaceAll("\\D", ""));
        Instant since = Instant.parse(query.get("since"));
        int count = RECORDS + (parent % 100 == 0 ? added : 0);
        return LongStream.range(0, count)
                .filter(number -> at(parent, number).isAfter(since))
                .mapToObj(number -> "{\"id\":%d,\"parent\":%d,\"updatedAt\":\"%s\"}"
                        .formatted(parent * 10 + number, parent, at(parent, number)));
    }

    private static Instant at(long parent, long number) {
        return START.plusSeconds(parent + 60 * number);
    }

    /** What the last collections of the heap left. */
    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
