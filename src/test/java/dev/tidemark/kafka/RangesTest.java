package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.UnitTask;
import dev.tidemark.sync.HistoryWriter;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.RunningKafka;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.StatementProbe;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may happen to a range on its way from the plan to the table, through a real Kafka. */
class RangesTest extends RunningKafka {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int STEP = 10;

    private final TestDatabase database = TestDatabase.open();
    private final Leases leases =
            new Leases(new LeaseTable(database.dataSource(), ProcessName.own(), LeaseTable.TERM), LeaseTable.TERM);
    private final List<RowCounts> told = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() {
        leases.close();
        database.assertIdle();
        database.close();
    }

    @Test
    void messagesThatComeTwiceOrAreLeftOverAddNothing() throws Exception {
        kafka.with("twice", 2)
                .send("twice", 0, "nonsense")
                .send("twice", 0, new UnitMessage("orders", "plan", 0).text())
                .send("twice", 1, new UnitMessage("user", "dead", 0).text());
        database.states().units().createTable();
        database.states().units().add(List.of(new UnitTask("user", "dead", 0, "501", "510")));
        try (TestApi api = api(this::onceOpen);
                Routes routes = run(api, "twice", 2, 80)) {
            Eventually.await("both workers ask", SOON, () -> asked.containsAll(List.of("1", "11")));
            for (String message : kafka.messages("twice")) {
                kafka.send("twice", 0, message).send("twice", 1, message);
            }
            open.countDown();

            SyncResult result = routes.result(SOON);

            assertThat(result.error()).isNull();
            assertThat(result.rowsRead()).isEqualTo(60);
            assertThat(result.rowsWritten() + result.rowsUnchanged()).isEqualTo(60);
            assertThat(result.pages()).as("two of them empty").isEqualTo(8);
            List<RowCounts> first = told.subList(0, 8);
            assertThat(first).as("told on the way").isSortedAccordingTo(Comparator.comparing(RowCounts::read));
            assertThat(first).last().isEqualTo(result.counts());
            assertThat(database.count("\"user\"")).isEqualTo(60);
            assertThat(database.count("tidemark_ranges")).isZero();
        }
    }

    @Test
    void aSlowWorkerWhoseRangeWasTakenOverWritesNothingMore() throws Exception {
        kafka.with("slow", 3);
        CountDownLatch slow = new CountDownLatch(1);
        try (TestApi api = api(start -> {
                    long before = asked.stream().filter(start::equals).count();
                    if (start.equals("1") && before == 1) {
                        await(slow);
                        return "old";
                    }
                    if (start.equals("11")) {
                        await(open);
                    }
                    return "new";
                });
                Routes routes = run(api, "slow", 3, 20)) {
            Eventually.await("both ranges are asked for", SOON, () -> asked.containsAll(List.of("1", "11")));
            for (String message : kafka.messages("slow")) {
                if (message.contains("\"number\":0")) {
                    kafka.send("slow", 0, message).send("slow", 1, message).send("slow", 2, message);
                }
            }
            Eventually.await("another has written it", SOON, () -> names("new") == 10);
            slow.countDown();
            Eventually.await(
                    "the slow one has given up",
                    SOON,
                    () -> routes.context().getInflightRepository().size("user-workers") == 1);

            assertThat(names("old")).as("what was read first").isZero();
            open.countDown();
            assertThat(routes.result(SOON).counts()).isEqualTo(new RowCounts(20, 20, 0, 0, 2));
            assertThat(names("new")).isEqualTo(20);
        }
    }

    @Test
    void aRangeThatFailsForEverFailsTheSyncByItsNameAndTheStateStaysBelowIt() throws Exception {
        kafka.with("poison", 2);
        SyncHistory history = new SyncHistory(database.dataSource(), 10);
        try (TestApi api = TestApi.parallel(request -> {
                    if (request.get("start_id").equals("21") && open.getCount() > 0) {
                        awaitRows(20);
                        return Response.text(404, "{}");
                    }
                    return rows(request, "new", 60);
                });
                Routes routes = run(api, "poison", 2, 60, context -> context.getRegistry()
                        .bind("listener", new HistoryWriter(history)))) {
            SyncResult result = routes.result(SOON);

            assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(result.source()).isEqualTo("user");
            assertThat(result.error()).contains("the range from 21 to 30 failed 3 times", "404");
            assertThat(String.valueOf(result.state())).isEqualTo("{\"current_id\":20}");
            Eventually.await(
                    "it is kept", SOON, () -> history.newest("user", 10).size() > 0);
            List<SyncResult> kept = history.newest("user", 10);
            SyncResult first = kept.get(kept.size() - 1);
            assertThat(first.status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(first.error()).isEqualTo(result.error());

            open.countDown();
            SyncResult next = routes.result(SOON);
            while (next.error() != null) {
                next = routes.result(SOON);
            }
            assertThat(database.count("\"user\"")).isEqualTo(60);
        }
    }

    @Test
    void atTheEndOfAQuotaTheSyncStopsWithWhatIsDone() throws Exception {
        kafka.with("quota", 2);
        try (TestApi api = TestApi.parallel(request -> {
                    if (Integer.parseInt(request.get("start_id")) > 20) {
                        awaitRows(20);
                        return Response.text(429, "{}").with("Retry-After", "86400");
                    }
                    return rows(request, "new", 60);
                });
                Routes routes = run(api, "quota", 2, 60)) {
            SyncResult result = routes.result(SOON);

            assertThat(result.status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(result.error()).contains("the API allows no more requests until");
            assertThat(String.valueOf(result.state())).isEqualTo("{\"current_id\":20}");
        }
    }

    @Test
    void whileNothingHappensThePlannerLooksOnceASecond() throws Exception {
        kafka.with("quiet", 2);
        List<Long> looks = new CopyOnWriteArrayList<>();
        JdbcStateRepository probed = new JdbcStateRepository(new StatementProbe(database.dataSource(), statement -> {
            if (statement.contains("from tidemark_ranges where source = ? and plan = ? order by")) {
                looks.add(System.nanoTime());
            }
        }));
        try (TestApi api = api(this::onceOpen);
                Routes routes = run(
                        api, "quiet", 2, 60, context -> context.getRegistry().bind("tidemark-state", probed))) {
            Eventually.await("both workers ask", SOON, () -> asked.size() >= 2);
            int before = looks.size();
            Eventually.await("further looks", SOON, () -> looks.size() >= before + 8);

            assertThat(looks.get(before + 7) - looks.get(before + 6))
                    .as("between two looks")
                    .isGreaterThan(Duration.ofMillis(900).toNanos());
            open.countDown();
            assertThat(routes.result(SOON).error()).isNull();
        }
    }

    @Test
    void aRangeThatEndsItsWorkersAgainAndAgainFailsTheSync() throws Exception {
        kafka.with("deadly", 2);
        try (TestApi api = api(this::onceOpen);
                Routes routes = run(api, "deadly", 2, 60)) {
            Eventually.await("both workers ask", SOON, () -> asked.size() >= 2);
            // As if so many had been killed with it.
            database.jdbc().update("update tidemark_ranges set claims = 10 where begins_at = '1'");

            assertThat(routes.result(SOON).error()).contains("the range from 1 to 10 was begun 10 times", "memory");
            open.countDown();
        }
    }

    @Test
    void aPlanWhoseRangesAnotherHasTakenOverFails() throws Exception {
        kafka.with("taken", 2);
        try (TestApi api = api(this::onceOpen);
                Routes routes = run(api, "taken", 2, 60)) {
            Eventually.await("both workers ask", SOON, () -> asked.size() >= 2);
            database.states().units().clear("user");

            SyncResult result = routes.result(SOON);
            open.countDown();

            assertThat(result.error()).contains("another sync of user has taken over its work units");
            Eventually.await(
                    "the workers have given up",
                    SOON,
                    () -> routes.context().getInflightRepository().size("user-workers") == 0);
            assertThat(database.count("\"user\"")).isZero();
        }
    }

    @Test
    void aDeletedTopicIsReportedAndSyncsContinueOnceItExistsAgain() throws Exception {
        kafka.with("deleted", 2);
        try (TestApi api = api(this::onceOpen);
                Routes routes = run(api, "deleted", 2, 60)) {
            Eventually.await(
                    "all is handed out", SOON, () -> kafka.messages("deleted").size() == 6);
            kafka.delete("deleted");

            assertThat(routes.result(SOON).error())
                    .contains("kafka:deleted", "no such topic", "--create --topic deleted");

            kafka.with("deleted", 2);
            open.countDown();
            SyncResult next = routes.result(SOON);
            while (next.error() != null) {
                next = routes.result(SOON);
            }
            assertThat(database.count("\"user\"")).isEqualTo(60);
            assertThat(String.valueOf(next.state())).isEqualTo("{\"current_id\":60}");
        }
    }

    private Routes run(TestApi api, String topic, int workers, int maxId) throws Exception {
        return run(api, topic, workers, maxId, context -> {});
    }

    private Routes run(TestApi api, String topic, int workers, int maxId, Consumer<CamelContext> more)
            throws Exception {
        SyncSchedule turns = new SyncSchedule(new Timings(), InstantSource.system(), null);
        Routes routes = new Routes(
                database,
                Routes.syncs(0),
                context -> {
                    context.getComponent("kafka", KafkaComponent.class)
                            .getConfiguration()
                            .setBrokers(kafka.address());
                    context.getRegistry().bind("leases", leases);
                    context.getRegistry().bind("turns", turns);
                    context.getRegistry().bind("told", new SyncListener() {
                        @Override
                        public void chunkWritten(String source, RowCounts soFar, Duration took) {
                            told.add(soFar);
                        }

                        @Override
                        public void ended(SyncResult result) {}
                    });
                    more.accept(context);
                },
                new SourceYaml("step-size", "user")
                        .with("url", api.url("/users"))
                        .with("period", "200ms")
                        .with("stepSize", STEP)
                        .with("maxId", maxId)
                        .with("chunkSize", STEP / 2)
                        .with("ranges", "kafka:" + topic)
                        .with("workers", workers)
                        .sink("columns", "id:LONG, name:STRING")
                        .toString());
        try {
            // One that comes later has to wait until the others have done with their ranges.
            Eventually.await("all take part", SOON, () -> kafka.consumers("tidemark-user-" + topic) == workers);
        } catch (AssertionError e) {
            routes.close();
            throw e;
        }
        turns.begin("user", new Timing.Every(Duration.ofMillis(200)));
        return routes;
    }

    private String onceOpen(String first) {
        if (!first.equals("501")) {
            await(open);
        }
        return "new";
    }

    /** @param name what its records are called, by the first id that is asked for */
    private TestApi api(Function<String, String> name) {
        return TestApi.parallel(request -> {
            asked.add(request.get("start_id"));
            String said = name.apply(request.get("start_id"));
            return rows(request, said, 60);
        });
    }

    private static Response rows(TestApi.Request request, String name, int last) {
        return Response.of(Map.of(
                "data",
                IntStream.rangeClosed(
                                Integer.parseInt(request.get("start_id")),
                                Math.min(last, Integer.parseInt(request.get("end_id"))))
                        .mapToObj(id -> Map.of("id", id, "name", name))
                        .toList()));
    }

    private long names(String name) {
        return database.exists("user") ? database.count("\"user\" where \"name\" = '" + name + "'") : 0;
    }

    /** Those of the ranges below the one that fails, or the state would stay below theirs. */
    private void awaitRows(int count) {
        try {
            Eventually.await(count + " rows", SOON, () -> names("new") >= count);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
