package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.RunningKafka;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that fetch the partitions of a source together, through a real Kafka. */
class PartitionsOverKafkaTest extends RunningKafka {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int USERS = 12;
    private static final int ORDERS = 3;
    private static final int WORKERS = 2;

    private final TestDatabase database = TestDatabase.open();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenAProcessIsClosedTheOtherFetchesAllThatIsLeft(boolean isPlanner) throws Exception {
        String topic = "closed-" + isPlanner;
        kafka.with(topic, 2 * WORKERS);
        try (TestApi api = api(user -> {
                    // A third of the partitions is done when all workers wait.
                    if (asked.size() > USERS / 3) {
                        await(open);
                    }
                    return 1;
                });
                Member first = new Member(api, topic);
                Member second = new Member(api, topic)) {
            await(topic, 2 * WORKERS);
            first.begin();
            Eventually.await("all workers are busy", SOON, () -> asked.size() == USERS / 3 + 2 * WORKERS);
            second.begin();
            Member closed = isPlanner ? first : second;
            Member left = isPlanner ? second : first;
            CompletableFuture<Void> closing = CompletableFuture.runAsync(closed::close);
            Eventually.await("it closes", SOON, closed::isClosing);
            open.countDown();
            closing.get(SOON.toSeconds(), TimeUnit.SECONDS);

            SyncResult result = left.routes.result(SOON);
            while (result.error() != null) {
                result = left.routes.result(SOON);
            }

            assertThat(database.count("\"orders\"")).isEqualTo(USERS * ORDERS);
            assertThat(database.states().partitions().all("orders"))
                    .hasSize(USERS)
                    .allSatisfy(each -> assertThat(cursor(each)).isEqualTo(last(user(each))));
        }
    }

    /** What it has read is older, though it moves the state alike. */
    @Test
    void aSlowWorkerWhosePartitionWasTakenOverWritesNothingMore() throws Exception {
        kafka.with("slow-partition", 2 * WORKERS);
        CountDownLatch slow = new CountDownLatch(1);
        try (TestApi api = api(user -> {
                    boolean isFirst = asked.indexOf(user) == asked.lastIndexOf(user);
                    if (user == 1 && isFirst) {
                        await(slow);
                    } else if (user == 2) {
                        await(open);
                    }
                    return isFirst ? 1 : 2;
                });
                Member first = new Member(api, "slow-partition");
                Member second = new Member(api, "slow-partition")) {
            await("slow-partition", 2 * WORKERS);
            first.begin();
            Eventually.await("both are asked for", SOON, () -> asked.containsAll(List.of(1, 2)));
            String again = messageOfFirstUser();
            for (int partition = 0; partition < 2 * WORKERS; partition++) {
                kafka.send("slow-partition", partition, again);
            }
            Eventually.await("another has written it", SOON, () -> rows("version 2") == ORDERS);
            slow.countDown();
            Eventually.await("the slow one has given up", SOON, () -> first.busy() + second.busy() <= 2);

            assertThat(rows("version 1")).as("of the one that was slow").isZero();
            open.countDown();
            assertThat(first.routes.result(SOON).error()).isNull();
        }
    }

    private String messageOfFirstUser() {
        String id = database.states().partitions().all("orders").stream()
                .filter(each -> user(each) == 1)
                .findFirst()
                .orElseThrow()
                .partition()
                .id();
        return Objects.requireNonNull(database.jdbc()
                .queryForObject(
                        "select plan, number from tidemark_ranges where begins_at = ?",
                        (row, index) -> new UnitMessage("orders", row.getString(1), row.getLong(2)).text(),
                        id));
    }

    /** A process of the program, with its own leases and schedule. */
    private final class Member implements AutoCloseable {

        private final Leases leases = new Leases(
                new LeaseTable(database.dataSource(), "process" + System.identityHashCode(this), LeaseTable.TERM),
                LeaseTable.TERM);
        private final SyncSchedule turns = new SyncSchedule(new Timings(), InstantSource.system(), null);
        private final Routes routes;

        Member(TestApi api, String topic) throws Exception {
            database.jdbc().execute("create table if not exists \"user\" (\"id\" bigint primary key)");
            for (int user = 1; user <= USERS; user++) {
                database.jdbc().update("merge into \"user\" values (?)", user);
            }
            routes = new Routes(
                    database,
                    Routes.syncs(0),
                    context -> {
                        context.getComponent("kafka", KafkaComponent.class)
                                .getConfiguration()
                                .setBrokers(kafka.address());
                        context.getRegistry().bind("leases", leases);
                        context.getRegistry().bind("turns", turns);
                    },
                    new SourceYaml("timestamp", "orders")
                            .with("url", api.url("/users/{user_id}/orders"))
                            .with("partitionQuery", "select \"id\" as \"user_id\" from \"user\"")
                            .with("period", "200ms")
                            .with("ranges", "kafka:" + topic)
                            .with("workers", WORKERS)
                            .toString());
        }

        void begin() {
            turns.begin("orders", new Timing.Every(Duration.ofMillis(200)));
        }

        boolean isClosing() {
            return routes.context().isStopping() || routes.context().isStopped();
        }

        int busy() {
            return routes.context().getInflightRepository().size("orders-workers");
        }

        @Override
        public void close() {
            routes.close();
            leases.close();
        }
    }

    private static void await(String topic, int workers) throws Exception {
        Eventually.await("all take part", SOON, () -> kafka.consumers("tidemark-orders-" + topic) == workers);
    }

    /** @param version of the records, by the user who is asked for */
    private TestApi api(ToIntFunction<Integer> version) {
        return TestApi.parallel(request -> {
            int user = Integer.parseInt(request.path().replaceAll("\\D", ""));
            asked.add(user);
            int now = version.applyAsInt(user);
            List<Map<String, Object>> orders = IntStream.rangeClosed(1, ORDERS)
                    .mapToObj(number -> {
                        Map<String, Object> order = Records.record(100L * user + number, at(user, number));
                        order.put("name", "version " + now);
                        return order;
                    })
                    .toList();
            return Response.of(Map.of("data", Records.after(orders, request.get("since"))));
        });
    }

    private static String at(int user, int number) {
        return Records.START.plusSeconds(1000L * user + number).toString();
    }

    private static String last(int user) {
        return at(user, ORDERS);
    }

    private static int user(StoredPartition partition) {
        return partition.partition().values().path("user_id").asInt();
    }

    private static String cursor(StoredPartition partition) {
        return Objects.requireNonNull(partition.state()).path("last_timestamp").asText();
    }

    /** Those of the first user. */
    private long rows(String name) {
        return database.exists("orders")
                ? database.count("\"orders\" where \"id\" < 200 and \"name\" = '" + name + "'")
                : 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
