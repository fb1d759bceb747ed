package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.http.Clients;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight workers of one sync: what bounds them, and how they end. */
class WorkersTest {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int WORKERS = 8;

    /** Units, with one record each. */
    private static final int UNITS = 80;

    private final TestDatabase database = TestDatabase.withPool(DatabaseKind.H2, 2 * WORKERS);

    /** By what the pages are divided. */
    private enum Division {
        PARTITIONS,
        RANGES;

        SourceYaml source(TestApi api) {
            SourceYaml source = new SourceYaml("step-size", "records")
                    .with("workers", WORKERS)
                    .with("stepSize", 1)
                    .sink("columns", "parent:LONG, id:LONG, name:STRING")
                    .sink("primaryKey", "parent, id");
            return this == RANGES
                    ? source.with("url", api.url("/records")).with("maxId", UNITS)
                    : source.with("url", api.url("/{first}/records"))
                            .with("maxId", 1)
                            .with(
                                    "partitions",
                                    IntStream.rangeClosed(1, UNITS)
                                            .mapToObj(Integer::toString)
                                            .collect(Collectors.joining(",", "first=", "")));
        }
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void theRateOfTheirClientHoldsForAllTogether(Division division) throws Exception {
        List<Long> asked = new CopyOnWriteArrayList<>();
        try (TestApi api = TestApi.parallel(request -> {
            asked.add(System.nanoTime());
            return page(request, "new");
        })) {
            long start = System.nanoTime();
            assertThat(sync(division.source(api), Map.of("rateLimit", "50/s")).error())
                    .isNull();

            assertThat(asked).hasSize(UNITS);
            asked.sort(Comparator.naturalOrder());
            // Two may come at once, and the first period may be short.
            for (int i = 4; i < UNITS; i++) {
                assertThat(Duration.ofNanos(asked.get(i) - start))
                        .as("request %d", i)
                        .isGreaterThan(Duration.ofMillis(20).multipliedBy(i - 4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMoreRequestsAreMadeAtATimeThanTheirClientAllows(Division division) throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (TestApi api = TestApi.parallel(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            await(three);
            now.decrementAndGet();
            return page(request, "new");
        })) {
            assertThat(sync(division.source(api), Map.of("maxConcurrent", "3")).error())
                    .isNull();

            assertThat(most).hasValue(3);
            assertThat(database.count("\"records\"")).isEqualTo(UNITS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopEndsThemAfterTheirPageAndLosesNothing(Division division) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (TestApi api = gated(open, "new")) {
            Routes routes = new Routes(database, Map.of(), division.source(api).toString());
            Eventually.await("all ask", SOON, () -> api.requests().size() == WORKERS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(routes::close);
            Eventually.await("it stops", SOON, () -> routes.context().isStopping());
            open.countDown();

            SyncResult result = routes.result();
            stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(result.status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(api.requests()).hasSizeLessThanOrEqualTo(2 * WORKERS);
            expectNoThreads();
            assertThat(sync(division.source(api), Map.of()).error()).isNull();
            assertThat(database.count("\"records\"")).isEqualTo(UNITS);
        }
    }

    @Test
    void aSyncThatFailsLeavesNoThreadBehind() throws Exception {
        try (TestApi api = TestApi.parallel(request -> Response.text(500, "{}"));
                Routes routes = new Routes(
                        database, Map.of(), Division.PARTITIONS.source(api).toString())) {
            assertThat(routes.result().error()).contains("10 partitions in a row failed alike");
            expectNoThreads();
        }
    }

    /** As when a process was paused for so long that another one took its lease. */
    @ParameterizedTest
    @EnumSource
    void theyWriteNothingOnceAnotherProcessHasTakenOver(Division division) throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        CountDownLatch after = new CountDownLatch(1);
        try (TestApi first = gated(before, "old");
                TestApi second = gated(after, "new");
                Routes old =
                        new Routes(database, Map.of(), division.source(first).toString())) {
            Eventually.await("all ask", SOON, () -> first.requests().size() == WORKERS);
            try (Routes other =
                    new Routes(database, Map.of(), division.source(second).toString())) {
                Eventually.await("the others ask", SOON, () -> second.requests().size() == WORKERS);
                before.countDown();

                assertThat(old.result().error()).contains("another sync of records has taken over its work units");
                assertThat(database.exists("records") ? database.count("\"records\"") : 0)
                        .isZero();
                after.countDown();
                assertThat(other.result().error()).isNull();
                assertThat(database.count("\"records\" where \"name\" = 'new'")).isEqualTo(UNITS);
            }
        }
    }

    /** The result of such a unit holds no id. */
    @Test
    void emptyRangesCauseNoWarning() throws Exception {
        try (TestApi api = TestApi.parallel(request -> Response.of(Map.of("data", List.of())));
                LogLines log = new LogLines()) {
            assertThat(sync(Division.RANGES.source(api), Map.of()).error()).isNull();
            assertThat(log.all()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    private SyncResult sync(SourceYaml source, Map<String, String> client) throws Exception {
        Map<String, String> properties = new TreeMap<>();
        client.forEach((key, value) -> properties.put(Clients.PREFIX + "default." + key, value));
        try (Routes routes = new Routes(database, properties, source.toString())) {
            return routes.result();
        }
    }

    private static TestApi gated(CountDownLatch gate, String name) {
        return TestApi.parallel(request -> {
            await(gate);
            return page(request, name);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void expectNoThreads() throws Exception {
        Eventually.await("the threads of workers have ended", SOON, () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("Worker-records")
                        || thread.getName().contains("ReadAhead")));
    }

    private static Response page(TestApi.Request request, String name) {
        String parent = request.path().replaceAll("\\D", "");
        long id = Long.parseLong(request.get("start_id"));
        return Response.of(Map.of(
                "data",
                List.of(Map.of("parent", parent.isEmpty() ? 0 : Long.parseLong(parent), "id", id, "name", name))));
    }
}
