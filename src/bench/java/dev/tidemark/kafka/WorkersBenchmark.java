package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Leases;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.KafkaBroker;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.Test;

/** How long a source takes without a topic, and with one and 1, 2 and 4 workers, against an API that takes its time. */
class WorkersBenchmark {

    private static final int RECORDS = Integer.getInteger("bench.records", 200_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int STEP = 1000;
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int[] WORKERS = {0, 1, 2, 4};

    @Test
    void workers() throws Exception {
        List<List<Double>> seconds = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer api = api(threads);
        try (KafkaBroker kafka = KafkaBroker.start()) {
            for (int workers : WORKERS) {
                List<Double> rounds = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    kafka.with("bench-" + workers + "-" + round, Math.max(1, workers));
                    rounds.add(sync(kafka, "bench-" + workers + "-" + round, workers, api));
                    System.out.printf(Locale.ROOT, "%d workers: %s%n", workers, rounds);
                }
                seconds.add(rounds.stream().sorted().toList());
            }
        } finally {
            api.stop(0);
            threads.shutdownNow();
        }
        System.out.printf(
                Locale.ROOT,
                "%d records, ranges of %d, %d ms latency, PostgreSQL, the median of %d rounds; load of the machine at the"
                        + " end %.1f%n| workers | seconds | to one worker |%n| --- | --- | --- |%n",
                RECORDS,
                STEP,
                LATENCY.toMillis(),
                ROUNDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        double one = seconds.get(1).get(ROUNDS / 2);
        for (int i = 0; i < WORKERS.length; i++) {
            double median = seconds.get(i).get(ROUNDS / 2);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.2f |%n",
                    WORKERS[i] == 0 ? "no `ranges`" : WORKERS[i],
                    median,
                    median / one);
        }
    }

    /** The time from the sync's begin, with the workers' first look at their topic, to its end. */
    private static double sync(KafkaBroker kafka, String topic, int workers, HttpServer api) throws Exception {
        try (TestDatabase database = TestDatabase.withPool(DatabaseKind.POSTGRESQL, 10)) {
            SourceYaml source = new SourceYaml("step-size", "user")
                    .with("url", "http://127.0.0.1:" + api.getAddress().getPort() + "/users")
                    .with("stepSize", STEP)
                    .with("maxId", RECORDS)
                    .sink("columns", "id:LONG, name:STRING, email:STRING");
            if (workers > 0) {
                source.with("ranges", "kafka:" + topic).with("workers", workers);
            }
            LeaseTable table = new LeaseTable(database.dataSource(), ProcessName.own(), LeaseTable.TERM);
            try (Leases leases = new Leases(table, LeaseTable.TERM);
                    Routes routes = new Routes(
                            database,
                            Map.of(),
                            context -> {
                                context.getComponent("kafka", KafkaComponent.class)
                                        .getConfiguration()
                                        .setBrokers(kafka.address());
                                context.getRegistry().bind("leases", leases);
                            },
                            source.toString())) {
                SyncResult result = routes.result(LONGEST);
                assertThat(result.error()).isNull();
                assertThat(database.count("\"user\"")).isEqualTo(RECORDS);
                return result.seconds();
            }
        }
    }

    private static HttpServer api(ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            long due = System.nanoTime() + LATENCY.toNanos();
            byte[] body = page(exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.min(due - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1)));
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String page(URI asked) {
        String[] parts = asked.getQuery().split("[=&]", -1);
        return LongStream.rangeClosed(Long.parseLong(parts[1]), Math.min(RECORDS, Long.parseLong(parts[3])))
                .mapToObj("{\"id\":%1$d,\"name\":\"user %1$d\",\"email\":\"user%1$d@example.com\"}"::formatted)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }
}
