package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How long 200 pages of 20 records take from the first request to the last commit, with one worker and with eight, by ID
 * ranges, windows and partitions, at an API of 50 ms.
 */
class WorkUnitsBenchmark {

    private static final int PAGES = 200;
    private static final int RECORDS = 20;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String DATABASES = System.getProperty("bench.databases", "POSTGRESQL,H2");
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** So that the last window ends now, and each has its page. */
    @SuppressWarnings("TimeInStaticInitializer")
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(PAGES - 1));

    private enum Division {
        ID_RANGES {
            @Override
            SourceYaml source(SlowApi api) {
                return new SourceYaml("step-size", "item")
                        .with("url", api.url("/ids"))
                        .with("stepSize", RECORDS)
                        .with("maxId", PAGES * RECORDS);
            }
        },
        WINDOWS {
            @Override
            SourceYaml source(SlowApi api) {
                return new SourceYaml("timestamp", "item")
                        .with("url", api.url("/windows"))
                        .with("query", "since={windowStart}; until={windowEnd}")
                        .with("window", "1h")
                        .with("initialCursor", START.toString());
            }
        },
        PARTITIONS {
            @Override
            SourceYaml source(SlowApi api) {
                return new SourceYaml("timestamp", "item")
                        .with("url", api.url("/parents/{parent}/items"))
                        .with(
                                "partitions",
                                IntStream.range(0, PAGES)
                                        .mapToObj(Integer::toString)
                                        .collect(Collectors.joining(",", "parent=", "")));
            }
        };

        abstract SourceYaml source(SlowApi api);
    }

    @Test
    void workUnits() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "| database | divided by | 1 worker, s | requests | 8 workers, s | requests | ratio |",
                "| --- | --- | --- | --- | --- | --- | --- |"));
        try (SlowApi api = new SlowApi(LATENCY, WorkUnitsBenchmark::page)) {
            for (String name : DATABASES.split(",", -1)) {
                for (Division division : Division.values()) {
                    DatabaseKind kind = DatabaseKind.valueOf(name.strip());
                    sync(kind, division, 8, api);
                    Measured one = median(kind, division, 1, api);
                    Measured eight = median(kind, division, 8, api);
                    lines.add(String.format(
                            Locale.ROOT,
                            "| %s | %s | %.2f | %d | %.2f | %d | %.1f |",
                            kind,
                            division,
                            one.seconds(),
                            one.requests(),
                            eight.seconds(),
                            eight.requests(),
                            one.seconds() / eight.seconds()));
                    System.out.println(lines.get(lines.size() - 1));
                }
            }
        }
        lines.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "the median of %d rounds; load of the machine at the end %.1f%n",
                ROUNDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private record Measured(double seconds, int requests) {}

    private static Measured median(DatabaseKind kind, Division division, int workers, SlowApi api) throws Exception {
        List<Measured> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(sync(kind, division, workers, api));
        }
        rounds.sort((a, b) -> Double.compare(a.seconds(), b.seconds()));
        return rounds.get(ROUNDS / 2);
    }

    private static Measured sync(DatabaseKind kind, Division division, int workers, SlowApi api) throws Exception {
        api.reset();
        SourceYaml source = division.source(api)
                .with("workers", workers)
                .sink("columns", "id:LONG, parent:LONG, updatedAt:UTC_DATETIME");
        try (TestDatabase database = TestDatabase.withPool(kind, 12);
                Routes routes = new Routes(database, Map.of(), source.toString())) {
            SyncResult result = routes.result(PATIENCE);
            long end = System.nanoTime();
            assertThat(result.error()).isNull();
            assertThat(database.count("\"item\"")).isEqualTo(PAGES * RECORDS);
            return new Measured((end - api.first()) / 1e9, api.requests());
        }
    }

    private static Stream<String> page(String path, Map<String, String> query) {
        switch (path) {
            case "/ids" -> {
                return LongStream.rangeClosed(
                                number(query, "start_id"), Math.min(PAGES * RECORDS, number(query, "end_id")))
                        .mapToObj(id -> record(id, 0, START));
            }
            case "/windows" -> {
                Instant since = Instant.parse(query.get("since"));
                Instant until = Instant.parse(query.get("until"));
                return LongStream.range(0, PAGES * RECORDS)
                        .filter(id -> !at(id).isBefore(since) && !at(id).isAfter(until))
                        .mapToObj(id -> record(id, 0, at(id)));
            }
            default -> {
                long parent = Long.parseLong(path.replaceAll("\\D", ""));
                Instant since = Instant.parse(query.get("since"));
                return LongStream.range(parent * RECORDS, (parent + 1) * RECORDS)
                        .filter(id -> at(id).isAfter(since))
                        .mapToObj(id -> record(id, parent, at(id)));
            }
        }
    }

    private static long number(Map<String, String> query, String name) {
        return Long.parseLong(query.get(name));
    }

    /** Twenty in each hour. */
    private static Instant at(long id) {
        return START.plusSeconds(id / RECORDS * 3600 + 1 + id % RECORDS);
    }

    private static String record(long id, long parent, Instant at) {
        return "{\"id\":%d,\"parent\":%d,\"updatedAt\":\"%s\"}".formatted(id, parent, at);
    }
}
