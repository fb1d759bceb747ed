package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.KafkaBroker;
import java.net.URI;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One source over the workers of two processes, whose ranges go through a real Kafka. */
@Execution(ExecutionMode.CONCURRENT)
final class RangesIT {

    /** With -Dranges.ids=1000000 it takes some minutes. */
    private static final long IDS = Long.getLong("ranges.ids", 40_000);

    private static final int STEP = 1000;
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(60).plusMillis(IDS / 2);

    private static KafkaBroker kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = KafkaBroker.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"planner", "other"})
    void aProcessIsKilledAndTheWorkersOfTheOtherFetchTheRest(String killed, @TempDir Path directory) throws Exception {
        String topic = "killed-" + killed;
        kafka.with(topic, 4);
        AtomicBoolean filled = new AtomicBoolean();
        try (FakeApi api = new FakeApi(exchange -> {
                    LockSupport.parkNanos(LATENCY.toNanos());
                    String page = filled.get() ? page(exchange.getRequestURI()) : "{\"data\":[]}";
                    FakeApi.answer(exchange, 200, "application/json", page);
                });
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url(topic))) {
            Workplace workplace = new Workplace(directory)
                    .database(server.url(topic))
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), "kafka:" + topic, 2).toString());
            try (Program one = workplace.start("run", "--json");
                    Program two = workplace.start("run", "--json")) {
                // Otherwise one could be done before the other takes part.
                Eventually.await("all four work", SOON, () -> kafka.consumers("tidemark-users-" + topic) == 4);
                filled.set(true);
                Eventually.await("a third is there", SOON, () -> rows(table) > expected(IDS) / 3);
                Program planner = planner(table, one, two);
                Program left = killed.equals("planner") == (planner == one) ? two : one;
                (left == one ? two : one).close();
                long since = System.nanoTime();
                Eventually.await("all is there", SOON, () -> {
                    long state = state(table);
                    assertThat(rowsTo(table, state)).as("rows up to the state").isEqualTo(expected(state));
                    return state == IDS;
                });
                System.out.printf(
                        "RangesIT: %d ids, %s killed in the middle, done %d ms later%n",
                        IDS, killed, Duration.ofNanos(System.nanoTime() - since).toMillis());
                Eventually.await("a sync has ended", SOON, () -> left.out().contains("\"status\":\"ok\""));
                left.terminate();
                left.await().expect(0);
            }
            assertThat(rows(table)).isEqualTo(expected(IDS));
            assertThat(table.number("select count(*) from \"user\" where \"name\" <> 'user ' || \"id\""))
                    .isZero();
            assertThat(table.number("select count(*) from tidemark_ranges")).isZero();
        }
    }

    @Test
    void syncEndsWhenAllRangesAreDoneAndCountsWhatTheWorkersDid(@TempDir Path directory) throws Exception {
        kafka.with("once", 3);
        try (FakeApi api = new FakeApi(
                exchange -> FakeApi.answer(exchange, 200, "application/json", page(exchange.getRequestURI())))) {
            Workplace workplace = new Workplace(directory)
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), "kafka:once", 3).toString());
            var result = workplace.run("sync", "--json").expect(0).result();
            System.out.println("RangesIT: " + result);
            assertThat(result.get("rowsWritten").longValue()).isEqualTo(expected(IDS));
            assertThat(result.get("rowsRead").longValue()).isEqualTo(expected(IDS));
            assertThat(result.get("state").get("current_id").longValue()).isEqualTo(IDS);
            var again = workplace.run("sync", "--json").expect(0).result();
            assertThat(again.get("rowsWritten").longValue()).isZero();
            assertThat(again.get("rowsUnchanged").longValue()).isPositive();
        }
    }

    @Test
    void aRangeThatFailsAgainAndAgainFailsTheSyncAndTheStateStaysBeforeIt(@TempDir Path directory) throws Exception {
        kafka.with("poison", 2);
        try (FakeApi api = new FakeApi(exchange -> {
            boolean bad = exchange.getRequestURI().getQuery().startsWith("start_id=5001&");
            FakeApi.answer(exchange, bad ? 404 : 200, "application/json", bad ? "{}" : page(exchange.getRequestURI()));
        })) {
            Workplace workplace = new Workplace(directory)
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), "kafka:poison", 2).toString());
            var result = workplace.run("sync", "--json").expect(1).result();
            assertThat(result.get("error").textValue())
                    .contains("the ids from 5001 to 6000 failed 3 times")
                    .contains("404");
            assertThat(result.get("state").get("current_id").longValue()).isEqualTo(5000);
        }
    }

    @Test
    void whatKafkaLacksIsSaidAtTheStart(@TempDir Path directory) throws Exception {
        kafka.with("narrow", 2);
        Workplace workplace = new Workplace(directory)
                .route(
                        "users.yaml",
                        source("http://127.0.0.1:1", "kafka:narrow", 3).toString());
        assertThat(workplace.run("check").expect(2).err()).contains("camel.component.kafka.brokers is not set");
        workplace.set("camel.component.kafka.brokers", kafka.address());
        assertThat(workplace.run("sync").expect(2).err())
                .contains("users has 3 workers here, and its topic kafka:narrow has 2 partition(s)")
                .contains("--partitions 3")
                .doesNotContain("Exception");
        workplace.route(
                "users.yaml", source("http://127.0.0.1:1", "kafka:nowhere", 1).toString());
        assertThat(workplace.run("sync").expect(2).err())
                .contains("has no such topic; create it")
                .doesNotContain("Exception");
        workplace.set("camel.component.kafka.brokers", "127.0.0.1:1");
        assertThat(workplace.run("run").expect(2).err())
                .contains("no Kafka broker answers at 127.0.0.1:1")
                .contains("check camel.component.kafka.brokers")
                .doesNotContain("Exception");
        assertThat(workplace.run("check", "--connect").expect(1).err()).contains("no Kafka broker answers");
    }

    private static UserSource source(String url, String ranges, int workers) {
        return UserSource.of("users", url)
                .strategy("step-size")
                .with("period", "1s")
                .with("stepSize", Integer.toString(STEP))
                .with("ranges", ranges)
                .with("workers", Integer.toString(workers))
                .sink("columns", "id:LONG, name:STRING");
    }

    /** Every seventh id is missing, but not the last one, and so are the ids from 20001 to 25000. */
    private static boolean exists(long id) {
        return id <= IDS && (id == IDS || id % 7 != 0) && (id <= 20_000 || id > 25_000);
    }

    private static long expected(long to) {
        return LongStream.rangeClosed(1, to).filter(RangesIT::exists).count();
    }

    private static String page(URI asked) {
        String[] parts = asked.getQuery().split("[=&]");
        return LongStream.rangeClosed(Long.parseLong(parts[1]), Long.parseLong(parts[3]))
                .filter(RangesIT::exists)
                .mapToObj("{\"id\":%1$d,\"name\":\"user %1$d\"}"::formatted)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static long rows(UserTable table) throws SQLException {
        return table.rows();
    }

    private static long rowsTo(UserTable table, long id) throws SQLException {
        return table.number("select count(*) from \"user\" where \"id\" <= " + id);
    }

    private static long state(UserTable table) throws SQLException {
        String digits = table.state("users").replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** The one that holds the source's lease. */
    private static Program planner(UserTable table, Program... programs) throws SQLException {
        try (Statement statement = table.connection().createStatement();
                ResultSet row = statement.executeQuery("select owner from tidemark_leases")) {
            row.next();
            String owner = row.getString(1);
            return List.of(programs).stream()
                    .filter(program -> owner.endsWith(":" + program.pid()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
