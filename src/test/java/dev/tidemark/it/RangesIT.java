package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.RunningKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One source over the workers of two processes, whose ranges go through a real Kafka. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class RangesIT extends RunningKafka {

    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofMinutes(3);

    private static final long MILLION = 1_000_000;

    @ParameterizedTest
    @CsvSource({"planner, 1000000, 5000", "other, 40000, 1000"})
    void aProcessIsKilledAndTheWorkersOfTheOtherFetchTheRest(String killed, long ids, int step, @TempDir Path directory)
            throws Exception {
        String topic = "killed-" + killed;
        kafka.with(topic, 4);
        AtomicBoolean filled = new AtomicBoolean();
        try (FakeApi api = new FakeApi(exchange -> {
                    LockSupport.parkNanos(LATENCY.toNanos());
                    FakeApi.respond(
                            exchange, 200, "application/json", page(exchange.getRequestURI(), filled.get() ? ids : 0));
                });
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url(topic))) {
            Workplace workplace = new Workplace(directory)
                    .database(server.url(topic))
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), topic, 2, step).toString());
            try (Program one = workplace.start("run", "--json");
                    Program two = workplace.start("run", "--json")) {
                // Otherwise one could be done before the other takes part.
                Eventually.await("all four work", SOON, () -> kafka.consumers("tidemark-users-" + topic) == 4);
                long begun = System.nanoTime();
                filled.set(true);
                Eventually.await("a third is there", SOON, () -> table.rows() > expected(ids, ids) / 3);
                Program planner = planner(table, one, two);
                Program left = killed.equals("planner") == (planner == one) ? two : one;
                (left == one ? two : one).close();
                long since = System.nanoTime();
                AtomicLong next = new AtomicLong();
                Eventually.await("all is there", SOON, () -> {
                    long state = state(table);
                    if (state >= next.get()) {
                        assertThat(table.number("select count(*) from \"user\" where \"id\" <= " + state))
                                .as("rows up to the state %d", state)
                                .isEqualTo(expected(state, ids));
                        next.set(state + ids / 10);
                    }
                    return state == ids;
                });
                System.out.printf(
                        "RangesIT: %d ids in %d ms, %s killed in the middle, done %d ms later%n",
                        ids,
                        Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                        killed,
                        Duration.ofNanos(System.nanoTime() - since).toMillis());
                long before = syncs(left);
                Eventually.await("a sync has ended", SOON, () -> syncs(left) > before);
                left.terminate();
                left.await().expect(0);
            }
            assertThat(table.rows()).isEqualTo(expected(ids, ids));
            assertThat(table.number("select count(*) from \"user\" where \"name\" <> 'user ' || \"id\""))
                    .isZero();
            assertThat(table.number("select count(*) from tidemark_ranges")).isZero();
        }
    }

    /** Of its rows, a quarter has one cursor, a few have none, and the others share each with six. */
    @Test
    void aTableIsReadByTheWorkersOfTwoProcessesAndThePlannerIsKilled(@TempDir Path directory) throws Exception {
        int rows = 60_000;
        kafka.with("table", 4);
        DatabaseKind.Address warehouse = Destination.POSTGRESQL.create(directory);
        DatabaseKind.Address destination = Destination.POSTGRESQL.create(directory);
        try (Connection source = warehouse.connect();
                Statement statement = source.createStatement();
                UserTable table = new UserTable(destination)) {
            statement.execute("create table customers (id bigint primary key, name text, updated_at timestamptz(3))");
            statement.execute("insert into customers select x, 'user ' || x, case when x % 40 = 0 then null"
                    + " when x % 4 = 0 then timestamptz '2025-03-01T00:00:00Z'"
                    + " else timestamptz '2025-01-01T00:00:00Z' + x / 7 * interval '1 minute' end"
                    + " from generate_series(1, " + rows + ") x");
            Workplace workplace = new Workplace(directory)
                    .database(destination)
                    .set("tidemark.datasource.warehouse.url", warehouse.url())
                    .set("tidemark.datasource.warehouse.username", warehouse.user())
                    .set("tidemark.datasource.warehouse.password", warehouse.password())
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", customers().toString());
            try (Program one = workplace.start("run", "--json");
                    Program two = workplace.start("run", "--json")) {
                Eventually.await("a third is there", SOON, () -> table.rows() > rows / 3);
                Program planner = planner(table, one, two);
                Program left = planner == one ? two : one;
                planner.close();
                AtomicLong midway = new AtomicLong();
                Eventually.await("the other has ended a sync", SOON, () -> {
                    String reached = cursor(table);
                    if (!reached.isEmpty()) {
                        String upTo = " where \"updated_at\" < timestamptz '" + reached + "'";
                        assertThat(table.number("select count(*) from \"user\"" + upTo))
                                .as("rows before the state %s", reached)
                                .isEqualTo(count(statement, upTo));
                        midway.addAndGet(reached.startsWith("2025-03-01") ? 0 : 1);
                    }
                    return left.out().contains("\"status\":\"ok\"");
                });
                statement.execute("update customers set name = 'changed', updated_at = now() where id <= 10");
                Eventually.await(
                        "changes are there",
                        SOON,
                        () -> table.number("select count(*) from \"user\" where \"name\" = 'changed'") == 10);
                left.terminate();
                assertThat(left.await().expect(0).err()).doesNotContain("Exception");
                assertThat(midway).as("looks at a state on the way").hasPositiveValue();
            }
            assertThat(table.rows()).isEqualTo(rows);
            assertThat(table.number(
                            "select count(*) from \"user\" where \"id\" > 10 and \"name\" <> 'user ' || \"id\""))
                    .isZero();
            assertThat(table.number("select count(*) from \"user\" where \"updated_at\" is null"))
                    .isEqualTo(rows / 40);
        }
    }

    private static UserSource customers() {
        return UserSource.ofTable("users", "customers", "id")
                .with("pageSize", "1000")
                .with("period", "1s")
                .with("ranges", "kafka:table")
                .with("workers", "2")
                .slow()
                .sink("columns", "id:LONG, name:STRING, updated_at:UTC_DATETIME");
    }

    private static long count(Statement statement, String condition) throws SQLException {
        try (ResultSet count = statement.executeQuery("select count(*) from customers" + condition)) {
            count.next();
            return count.getLong(1);
        }
    }

    /** What the state says; empty when there is none. */
    private static String cursor(UserTable table) throws SQLException {
        String state = table.state("users");
        return state.contains("last_updated_at")
                ? state.replaceFirst(".*\"last_updated_at\": ?\"([^\"]*)\".*", "$1")
                : "";
    }

    @Test
    void syncEndsWhenAllRangesAreDoneAndCountsWhatTheWorkersDid(@TempDir Path directory) throws Exception {
        kafka.with("once", 3);
        try (FakeApi api = api(5000)) {
            Workplace workplace = new Workplace(directory)
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), "once", 3, 500).toString());
            var result = workplace.run("sync", "--json").expect(0).result();
            assertThat(result.get("rowsWritten").longValue()).isEqualTo(expected(5000, 5000));
            assertThat(result.get("state").get("current_id").longValue()).isEqualTo(5000);
            var again = workplace.run("sync", "--json").expect(0).result();
            assertThat(again.get("rowsWritten").longValue()).isZero();
            assertThat(again.get("rowsUnchanged").longValue()).isPositive();
        }
    }

    @Test
    void aSourceThatIsChangedWhileItsWorkersRunContinuesWithNewOnes(@TempDir Path directory) throws Exception {
        kafka.with("changed", 2);
        AtomicBoolean edited = new AtomicBoolean();
        try (FakeApi api = new FakeApi(exchange -> {
                    // The second half takes most of a minute: it cannot be there before the edit is seen.
                    boolean slow = !edited.get() && ids(exchange.getRequestURI())[0] > 10_000;
                    LockSupport.parkNanos(LATENCY.multipliedBy(slow ? 20 : 1).toNanos());
                    FakeApi.respond(exchange, 200, "application/json", page(exchange.getRequestURI(), 20_000));
                });
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("changed"))) {
            Workplace workplace = new Workplace(directory)
                    .database(server.url("changed"))
                    .set("camel.component.kafka.brokers", kafka.address())
                    .route("users.yaml", source(api.url(), "changed", 2, 100).toString());
            try (Program program = workplace.start("run", "--watch", "--json")) {
                Eventually.await("a third is there", SOON, () -> table.rows() > expected(20_000, 20_000) / 3);
                workplace.route(
                        "users.yaml", source(api.url(), "changed", 1, 1000).toString());
                Eventually.await(
                        "it is loaded", SOON, () -> program.err().contains("users.yaml: changed; running: users"));
                assertThat(state(table)).isLessThan(20_000);
                edited.set(true);
                Eventually.await("all is there", SOON, () -> state(table) == 20_000);
                assertThat(table.rows()).isEqualTo(expected(20_000, 20_000));
                Eventually.await("the new worker", SOON, () -> kafka.consumers("tidemark-users-changed") == 1);
                program.terminate();
                assertThat(program.await().expect(0).err()).doesNotContain("Exception", "ERROR");
                assertThat(program.out()).doesNotContain("\"failed\"");
            }
        }
    }

    @Test
    void whatTheTopicLacksIsSaidAtTheStart(@TempDir Path directory) throws Exception {
        kafka.with("narrow", 2);
        Workplace workplace = new Workplace(directory)
                .set("camel.component.kafka.brokers", kafka.address())
                .route(
                        "users.yaml",
                        source("http://127.0.0.1:1", "narrow", 3, 1000).toString());
        assertThat(workplace.run("sync").expect(2).err())
                .contains("users has 3 workers here, and its topic kafka:narrow has 2 partition(s)")
                .contains("--partitions 3")
                .doesNotContain("Exception");
        workplace.route(
                "users.yaml", source("http://127.0.0.1:1", "nowhere", 1, 1000).toString());
        assertThat(workplace.run("run").expect(2).err())
                .contains("has no such topic; create it")
                .doesNotContain("Exception");
        workplace.set("camel.component.kafka.brokers", "127.0.0.1:1");
        assertThat(workplace.run("check", "--connect").expect(1).err())
                .contains("no Kafka broker responds at 127.0.0.1:1")
                .doesNotContain("Exception");
    }

    private static FakeApi api(long ids) throws IOException {
        return new FakeApi(
                exchange -> FakeApi.respond(exchange, 200, "application/json", page(exchange.getRequestURI(), ids)));
    }

    private static UserSource source(String url, String topic, int workers, int step) {
        return UserSource.of("users", url)
                .strategy("step-size")
                .with("period", "1s")
                .with("stepSize", Integer.toString(step))
                .with("ranges", "kafka:" + topic)
                .with("workers", Integer.toString(workers))
                .sink("columns", "id:LONG, name:STRING");
    }

    /** Every seventh id is missing, but not the last one, and so are those of some ranges; of a million, only every tenth exists. */
    private static boolean exists(long id, long ids) {
        boolean missing = id % 7 == 0 || (ids == MILLION && id % 10 != 0);
        return id <= ids && (id == ids || !missing) && (id <= ids / 2 || id > ids / 2 + ids / 40);
    }

    private static long expected(long to, long ids) {
        return LongStream.rangeClosed(1, to).filter(id -> exists(id, ids)).count();
    }

    private static String page(URI asked, long ids) {
        long[] range = ids(asked);
        return LongStream.rangeClosed(range[0], range[1])
                .filter(id -> exists(id, ids))
                .mapToObj("{\"id\":%1$d,\"name\":\"user %1$d\"}"::formatted)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    /** The first id that is asked for, and the last. */
    private static long[] ids(URI asked) {
        String[] parts = asked.getQuery().split("[=&]");
        return new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[3])};
    }

    /** How many syncs a process has planned to their end. */
    private static long syncs(Program program) throws IOException {
        return program.out()
                .lines()
                .filter(line -> line.contains("\"status\":\"ok\""))
                .count();
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
