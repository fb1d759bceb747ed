package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.StatementProbe;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseTableTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final TestDatabase database = TestDatabase.open();
    private final LeaseTable here = table("here:1", LONG);
    private final LeaseTable there = table("there:2", LONG);

    @BeforeEach
    void create() {
        here.createTable();
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void oneHoldsASourceAndTheOtherLearnsWhoAndSinceWhen() {
        SyncLease lease = here.take("users");

        assertThat(lease.since())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThatThrownBy(() -> there.take("users"))
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining("here:1")
                .hasMessageContaining("since " + lease.since().toString().substring(0, 16));
        assertThat(there.holder("users")).map(SyncLease::owner).contains("here:1");
        assertThat(there.take("orders").owner()).isEqualTo("there:2");
    }

    @Test
    void whatWasGivenBackIsFree() {
        here.release(here.take("users"));

        assertThat(there.holder("users")).isEmpty();
        assertThat(there.take("users").owner()).isEqualTo("there:2");
    }

    @Test
    void anExpiredLeaseIsNeitherRenewedNorReleasedByItsFormerHolder() throws Exception {
        LeaseTable dead = table("dead:3", SHORT);
        SyncLease lost = dead.take("users");
        Eventually.await(
                "its end", Duration.ofMinutes(3), () -> here.holder("users").isEmpty());

        here.take("users");

        assertThat(dead.renew(List.of(lost))).containsExactly(lost);
        dead.release(lost);
        assertThat(there.holder("users")).map(SyncLease::owner).contains("here:1");
    }

    @Test
    void aRenewedLeaseHoldsOn() {
        LeaseTable brief = table("brief:4", SHORT);
        SyncLease lease = brief.take("users");

        assertThat(table("brief:4", LONG).renew(List.of(lease))).isEmpty();

        SyncLease renewed = there.holder("users").orElseThrow();
        assertThat(renewed.until()).isAfter(lease.until().plusSeconds(60));
        assertThat(renewed.since()).isEqualTo(lease.since());
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void oneStatementRenewsAllAndReportsWhichAreLost(DatabaseKind kind) {
        try (TestDatabase any = TestDatabase.open(kind)) {
            List<String> statements = new ArrayList<>();
            LeaseTable mine = new LeaseTable(new StatementProbe(any.dataSource(), statements::add), "here:1", SHORT);
            mine.createTable();
            List<SyncLease> all = IntStream.range(0, 50)
                    .mapToObj(number -> mine.take("source" + number))
                    .toList();
            statements.clear();

            assertThat(mine.renew(all)).isEmpty();

            assertThat(statements)
                    .filteredOn(statement -> statement.contains("tidemark_leases"))
                    .hasSize(1);
            SyncLease taken = all.get(7);
            any.jdbc().update("update tidemark_leases set token = 'other' where source = 'source7'");
            SyncLease released = all.get(20);
            mine.release(released);
            long before = until(any, "source0");
            assertThat(new LeaseTable(any.dataSource(), "here:1", LONG).renew(all))
                    .containsExactly(taken, released);
            assertThat(until(any, "source0")).isGreaterThan(before);
            assertThat(until(any, "source7")).isEqualTo(before);
            assertThat(until(any, "source20")).isZero();
        }
    }

    private static long until(TestDatabase database, String source) {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select held_until from tidemark_leases where source = ?", Long.class, source));
    }

    @Test
    void aProcessOfThisHostThatIsGoneHoldsNothing() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String host = ProcessName.own().replaceFirst(":\\d+$", "");
        table(host + ":" + process.pid(), LONG).take("users");

        assertThat(here.holder("users")).isEmpty();
        assertThat(here.take("users").owner()).isEqualTo("here:1");
    }

    @Test
    void thisProcessIsNotTakenForGone() {
        table(ProcessName.own(), LONG).take("users");

        assertThatThrownBy(() -> here.take("users")).isInstanceOf(LeaseHeldException.class);
    }

    @Test
    void ofManyThatTakeASourceAtOnceOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 25; round++) {
                String source = "source" + round;
                CyclicBarrier start = new CyclicBarrier(4);
                List<Callable<Boolean>> rivals = new ArrayList<>();
                for (int rival = 0; rival < 4; rival++) {
                    LeaseTable table = table("rival:" + rival, LONG);
                    rivals.add(() -> {
                        start.await();
                        try {
                            table.take(source);
                            return true;
                        } catch (LeaseHeldException e) {
                            return false;
                        }
                    });
                }
                List<Boolean> got = new ArrayList<>();
                for (Future<Boolean> rival : threads.invokeAll(rivals)) {
                    got.add(rival.get());
                }
                assertThat(got).containsExactlyInAnyOrder(true, false, false, false);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private LeaseTable table(String owner, Duration term) {
        return new LeaseTable(database.dataSource(), owner, term);
    }
}
