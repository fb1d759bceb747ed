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
import java.util.ArrayList;
import java.util.Collections;
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
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int MANY = 5;

    @Test
    void eachSourceRunsInOneProcessAndTheOtherTakesOverWhenThatIsKilled(@TempDir Path directory) throws Exception {
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
                Program leader = awaitShared(all, one, other).contains("users") ? one : other;
                Program left = leader == one ? other : one;
                leader.close();
                long killed = System.nanoTime();
                api.touch(7);
                int before = lines(left);
                // One that ends first may have begun before the change.
                Eventually.await("the other runs all", SOON, () -> eachEnded(all, 2, ended(left, before)));
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
    void aPausedLeaderWritesNothingOverWhatAnotherProcessHasDone(@TempDir Path directory) throws Exception {
        DatabaseKind.Address database = Destination.POSTGRESQL.create(directory);
        AtomicReference<List<Integer>> records = new AtomicReference<>(List.of(1, 2));
        AtomicBoolean hold = new AtomicBoolean();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (FakeApi api = new FakeApi(exchange -> {
                    // The third record is there for one response only, which waits on its way to the leader.
                    boolean holds = hold.compareAndSet(true, false);
                    String page = page(
                            holds ? List.of(1, 2, 3) : Objects.requireNonNull(records.get()), exchange.getRequestURI());
                    if (holds) {
                        held.countDown();
                        await(released);
                    }
                    FakeApi.respond(exchange, 200, "application/json", page);
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
                released.countDown();
                int before = lines(leader);
                leader.resume();
                Eventually.await("the paused sync ends", SOON, () -> lines(leader) > before);
                JsonNode result = MAPPER.readTree(results(leader).get(before));
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

    /**
     * Waits for a while in which each source has ended many syncs, all of them in one process: any other would also have had
     * one in the wrong process. It need not be the first such while, as a leader that a busy machine keeps from saying that
     * it lives is followed by another.
     *
     * @return the sources of the first process
     */
    private static Set<String> awaitShared(Set<String> all, Program one, Program other) throws Exception {
        Set<String> ofOne = new TreeSet<>();
        Eventually.await("each source runs in one process", SOON.multipliedBy(2), () -> {
            int first = lines(one);
            int second = lines(other);
            Eventually.await("many syncs of all", SOON, () -> {
                List<String> ended = new ArrayList<>(ended(one, first));
                ended.addAll(ended(other, second));
                return eachEnded(all, MANY, ended);
            });
            ofOne.clear();
            ofOne.addAll(ended(one, first));
            return Collections.disjoint(ofOne, ended(other, second));
        });
        return ofOne;
    }

    private static boolean eachEnded(Set<String> all, int times, List<String> ended) {
        return all.stream().allMatch(source -> Collections.frequency(ended, source) >= times);
    }

    /** The sources of the results that a process has told, without so many of the first. */
    private static List<String> ended(Program program, int skipped) throws Exception {
        List<String> sources = new ArrayList<>();
        for (String line : results(program).stream().skip(skipped).toList()) {
            sources.add(MAPPER.readTree(line).get("source").textValue());
        }
        return sources;
    }

    private static int lines(Program program) throws Exception {
        return results(program).size();
    }

    /** The lines that are whole. */
    private static List<String> results(Program program) throws Exception {
        String out = program.out();
        return out.substring(0, out.lastIndexOf('\n') + 1).lines().toList();
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
