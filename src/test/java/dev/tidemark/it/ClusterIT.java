package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one host that share the sources, and one PostgreSQL. */
final class ClusterIT {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);

    @Test
    void eachSourceRunsInOneProcessAndTheOtherGoesOnWhenThatIsKilled(@TempDir Path directory) throws Exception {
        DatabaseKind.Address database = Destination.POSTGRESQL.create(directory);
        try (Playground api = Playground.start(
                        PlaygroundOptions.defaults().withPort(0).withRecords(500));
                UserTable table = new UserTable(database)) {
            Workplace workplace = workplace(directory, database);
            Set<String> all = new TreeSet<>(List.of("users", "two", "three"));
            for (String source : all) {
                workplace.route(
                        source + ".yaml",
                        UserSource.of(source, api.url() + "/incremental/timestamp")
                                .with("period", "500ms")
                                .sink("table", source.equals("users") ? "user" : source)
                                .toString());
            }
            try (Program one = workplace.start("run", "--json");
                    Program other = workplace.start("run", "--json")) {
                Eventually.await("all run", SOON, () -> ended(one, other).equals(all));
                // Many turns of all sources: any of them would also have had one in the wrong process.
                Eventually.await("many syncs", SOON, () -> lines(one) + lines(other) > 30);
                Set<String> both = ended(one);
                both.retainAll(ended(other));
                assertThat(both).as("sources that ran in both processes").isEmpty();

                Program leader = ended(one).contains("users") ? one : other;
                Program left = leader == one ? other : one;
                leader.close();
                api.touch(7);
                long killed = System.nanoTime();
                Eventually.await(
                        "the other runs all", TAKEN_OVER, () -> ended(left).equals(all));
                System.out.printf(
                        "ClusterIT: taken over %d ms after the kill%n",
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
                left.terminate();
                left.await().expect(0);
            }
            table.expectSameAs(api);
        }
    }

    @Test
    void aLeaderThatWasPausedWritesNothingOverWhatAnotherProcessHasDoneMeanwhile(@TempDir Path directory)
            throws Exception {
        DatabaseKind.Address database = Destination.POSTGRESQL.create(directory);
        AtomicReference<List<Integer>> records = new AtomicReference<>(List.of(1, 2));
        AtomicBoolean hold = new AtomicBoolean();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        try (FakeApi api = new FakeApi(exchange -> {
                    String page = page(Objects.requireNonNull(records.get()), exchange.getRequestURI());
                    if (hold.compareAndSet(true, false)) {
                        held.countDown();
                        await(goesOn);
                    }
                    FakeApi.answer(exchange, 200, "application/json", page);
                });
                UserTable table = new UserTable(database)) {
            Workplace workplace = workplace(directory, database)
                    .route(
                            "users.yaml",
                            UserSource.of("users", api.url())
                                    .with("boundary", "inclusive")
                                    .with("period", "500ms")
                                    .sink("columns", "id:STRING, updatedAt:UTC_DATETIME")
                                    .toString());
            try (Program leader = workplace.start("run", "--json")) {
                Eventually.await("two rows", SOON, () -> table.rows() == 2);
                // The third record is there for one answer only, which waits on its way to the leader.
                records.set(List.of(1, 2, 3));
                hold.set(true);
                assertThat(held.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
                leader.pause();
                long paused = System.nanoTime();
                records.set(List.of(1, 2, 4));
                // As if the paused process had been away for longer than it may hold the source.
                try (Statement statement = table.connection().createStatement()) {
                    statement.execute("update tidemark_leases set held_until = 0");
                }
                workplace.run("sync").expect(0);
                String state = table.state("users");
                assertThat(state).contains(time(4));
                Eventually.await(
                        "longer than the lease",
                        SOON,
                        () -> System.nanoTime() - paused > LEASE.multipliedBy(2).toNanos());
                goesOn.countDown();
                int before = lines(leader);
                leader.resume();
                Eventually.await("the paused sync ends", SOON, () -> lines(leader) > before);
                JsonNode result = MAPPER.readTree(
                        leader.out().lines().skip(before).findFirst().orElseThrow());
                System.out.println("ClusterIT: after the pause " + result);
                assertThat(result.get("status").textValue()).isIn("failed", "stopped");
                assertThat(table.number("select count(*) from \"user\" where \"id\" = '3'"))
                        .isZero();
                assertThat(table.state("users")).isEqualTo(state);
                Eventually.await(
                        "it leads again",
                        SOON,
                        () -> leader.out().lines().skip(before).anyMatch(line -> line.contains("\"status\":\"ok\"")));
            }
            assertThat(table.rows()).isEqualTo(3);
        }
    }

    private static Workplace workplace(Path directory, DatabaseKind.Address database) throws Exception {
        return new Workplace(directory)
                .database(database)
                .set("tidemark.cluster", "file")
                .set("tidemark.cluster.lease", LEASE.toSeconds() + "s");
    }

    /** The sources of which a process has told a result. */
    private static Set<String> ended(Program... programs) throws Exception {
        Set<String> sources = new TreeSet<>();
        for (Program program : programs) {
            String out = program.out();
            for (String line :
                    out.substring(0, out.lastIndexOf('\n') + 1).lines().toList()) {
                sources.add(MAPPER.readTree(line).get("source").textValue());
            }
        }
        return sources;
    }

    private static int lines(Program program) throws Exception {
        String out = program.out();
        return (int) out.substring(0, out.lastIndexOf('\n') + 1).lines().count();
    }

    /** The records whose second is not before the time asked for. */
    private static String page(List<Integer> seconds, URI asked) {
        String since = asked.getQuery().replaceFirst("since=", "");
        return seconds.stream()
                .filter(second -> time(second).compareTo(since) >= 0)
                .map(ClusterIT::user)
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static String user(int second) {
        return "{\"id\":\"%d\",\"updatedAt\":\"%s\"}".formatted(second, time(second));
    }

    private static String time(int second) {
        return "2024-01-01T00:00:0" + second + "Z";
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
