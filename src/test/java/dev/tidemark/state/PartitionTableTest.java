package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class PartitionTableTest {

    private static final Instant AT = Instant.parse("2026-03-29T01:30:00.123Z");
    private static final Instant LATER = AT.plusSeconds(60);
    private static final Instant DAY_BEFORE = AT.minus(Duration.ofDays(1));

    private final DatabaseKind kind;
    private final TestDatabase database;
    private final PartitionTable table;
    private final long fence;

    PartitionTableTest(DatabaseKind kind) {
        this.kind = kind;
        database = TestDatabase.open(kind);
        JdbcStateRepository states = database.states();
        states.createTable();
        fence = states.checkpoint("orders", "timestamp", null, 0, JdbcStateRepository.parse("{\"partitions\":true}"))
                .version();
        table = states.partitions();
    }

    @BeforeEach
    void create() {
        assertThat(table.all("orders")).isEmpty();
        table.createTable();
        table.createTable();
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void aPartitionIsNewUntilItWasRequested() {
        table.found("orders", AT, List.of(partition(7)));
        assertThat(table.find("orders", id(7)))
                .contains(new StoredPartition(partition(7), null, 0, StoredPartition.Status.NEW, null, AT, null));
        assertThat(table.find("orders", id(8))).isEmpty();
        assertThat(table.find("invoices", id(7))).isEmpty();

        assertThat(table.checkpoint("orders", id(7), 0, fence, state(3))).isEqualTo(1);
        table.ended("orders", id(7), LATER, null);
        assertThat(table.all("orders"))
                .containsExactly(
                        new StoredPartition(partition(7), state(3), 1, StoredPartition.Status.OK, null, AT, LATER));
    }

    @Test
    void aPartitionThatFailedKeepsItsStateAndAShortenedError() {
        table.found("orders", AT, List.of(partition(7)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.ended("orders", id(7), LATER, "x".repeat(5000));
        StoredPartition failed = table.find("orders", id(7)).orElseThrow();
        assertThat(failed.status()).isEqualTo(StoredPartition.Status.FAILED);
        assertThat(failed.error()).hasSize(1000).endsWith("...");
        assertThat(failed.state()).isEqualTo(state(3));

        table.gone("orders", List.of(id(7)), LATER.plusSeconds(1));
        StoredPartition gone = table.find("orders", id(7)).orElseThrow();
        assertThat(gone.status()).isEqualTo(StoredPartition.Status.GONE);
        assertThat(gone.error()).isNull();
        assertThat(gone.syncedAt()).isEqualTo(LATER.plusSeconds(1));
        assertThat(gone.state()).isEqualTo(state(3));
    }

    @Test
    void findingAPartitionAgainKeepsItsStateAndUpdatesItsValues() {
        ObjectNode before = values(7).put("name", "before");
        ObjectNode after = values(7).put("name", "after");
        table.found("orders", AT, List.of(new Partition(id(7), before), partition(8)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.found("orders", LATER, List.of(new Partition(id(7), after), partition(9)));

        assertThat(table.all("orders"))
                .containsExactly(
                        new StoredPartition(
                                new Partition(id(7), after),
                                state(3),
                                1,
                                StoredPartition.Status.NEW,
                                null,
                                LATER,
                                null),
                        new StoredPartition(partition(8), null, 0, StoredPartition.Status.NEW, null, AT, null),
                        new StoredPartition(partition(9), null, 0, StoredPartition.Status.NEW, null, LATER, null));
    }

    @Test
    void valuesThatAreEqualAsJsonAreNotWrittenAgain() {
        table.found("orders", AT, List.of(new Partition(id(7), values(7).put("name", "x"))));
        database.jdbc().update("update tidemark_partitions set partition_values = '{\"name\": \"x\", \"user_id\": 7}'");
        table.found("orders", LATER, List.of(new Partition(id(7), values(7L).put("name", "x"))));
        assertThat(database.jdbc().queryForObject("select partition_values from tidemark_partitions", String.class))
                .isEqualTo("{\"name\": \"x\", \"user_id\": 7}");
    }

    @Test
    void valuesMayHave64Kilobytes() {
        ObjectNode values = values(7).put("name", "\u00fc\ud83d\ude00".repeat(16 * 1024));
        table.found("orders", AT, List.of(new Partition(id(7), values)));
        table.checkpoint("orders", id(7), 0, fence, values);
        StoredPartition stored = table.find("orders", id(7)).orElseThrow();
        assertThat(stored.partition().values()).isEqualTo(values);
        assertThat(stored.state()).isEqualTo(values);
    }

    @Test
    void allPartitionsAreDueInBatchesEachOnce() {
        List<Partition> all =
                IntStream.range(0, 2500).mapToObj(PartitionTableTest::partition).toList();
        for (Instant at : List.of(AT, LATER)) {
            table.found("orders", at, all.subList(0, 1000));
            table.found("orders", at, all.subList(1000, 2000));
            table.found("orders", at, all.subList(2000, 2500));
            table.found("orders", at, List.of());
        }
        assertThat(table.countDue("orders", LATER, DAY_BEFORE, false)).isEqualTo(2500);
        assertThat(table.countDue("orders", AT, DAY_BEFORE, false)).isZero();
        assertThat(dueIds(LATER, 300))
                .containsExactlyElementsOf(all.stream().map(Partition::id).toList());
    }

    @Test
    void thoseNeverRequestedAreFirstThenThoseRequestedLongestAgo() {
        table.found(
                "orders",
                AT,
                IntStream.range(0, 9).mapToObj(PartitionTableTest::partition).toList());
        for (int number : new int[] {0, 5, 7}) {
            table.ended("orders", id(number), AT.plusSeconds(2), number == 5 ? "failed" : null);
        }
        table.ended("orders", id(8), AT.plusSeconds(1), null);
        table.found(
                "orders",
                LATER,
                IntStream.range(0, 9)
                        .filter(number -> number != 3)
                        .mapToObj(PartitionTableTest::partition)
                        .toList());
        List<String> expected = IntStream.of(1, 2, 4, 6, 8, 0, 5, 7)
                .mapToObj(PartitionTableTest::id)
                .toList();
        for (int most = 1; most <= 9; most++) {
            assertThat(dueIds(LATER, most)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void whatASyncHasRequestedIsNotDueInItAgain() {
        table.found("orders", AT, List.of(partition(1), partition(2), partition(3), partition(4)));
        StoredPartition first = table.due("orders", AT, DAY_BEFORE, null, 1).get(0);
        table.ended("orders", id(1), LATER, null);
        table.ended("orders", id(2), LATER, "failed");
        table.gone("orders", List.of(id(3)), LATER);
        assertThat(table.due("orders", AT, DAY_BEFORE, first, 10))
                .extracting(each -> each.partition().id())
                .containsExactly(id(4));
        assertThat(table.countDue("orders", AT, DAY_BEFORE, false)).isEqualTo(1);
        assertThat(table.countDue("orders", AT, DAY_BEFORE, true)).isZero();
    }

    @Test
    void aClockThatIsAheadOrBehindHidesAndRepeatsNoPartition() {
        table.found("orders", AT, List.of(partition(1), partition(2)));
        table.ended("orders", id(1), AT.minusSeconds(30), null);
        assertThat(dueIds(AT, 10)).containsExactly(id(2));

        table.ended("orders", id(2), AT.plus(Duration.ofDays(9)), null);
        table.found("orders", LATER, List.of(partition(1), partition(2)));
        assertThat(dueIds(LATER, 10)).containsExactly(id(1), id(2));
    }

    @Test
    void thoseThatAreGoneAreRequestedOnceADay() {
        List<Partition> all = List.of(partition(1), partition(2), partition(3));
        table.found("orders", AT, all);
        table.ended("orders", id(1), AT, null);
        table.gone("orders", List.of(id(2), id(3)), AT);

        table.found("orders", LATER, all);
        assertThat(dueIds(LATER, 10)).containsExactly(id(1));
        assertThat(table.countDue("orders", LATER, LATER.minus(Duration.ofDays(1)), true))
                .isZero();

        Instant nextDay = AT.plus(Duration.ofDays(1));
        table.found("orders", nextDay, all);
        assertThat(dueIds(nextDay, 10)).containsExactly(id(1), id(2), id(3));
        assertThat(table.countDue("orders", nextDay, AT, true)).isEqualTo(2);
        assertThat(table.countDue("orders", nextDay, AT, false)).isEqualTo(1);
        table.ended("orders", id(2), nextDay, null);
        assertThat(table.find("orders", id(2)).orElseThrow().status()).isEqualTo(StoredPartition.Status.OK);
    }

    @Test
    void theSameCheckpointTwiceChangesNothing() {
        table.found("orders", AT, List.of(partition(7)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.checkpoint("orders", id(7), 1, fence, state(4));
        assertThat(table.checkpoint("orders", id(7), 1, fence, state(4))).isEqualTo(2);
        assertThat(table.find("orders", id(7)).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void aCheckpointMadeFromAStaleStateIsRefusedAndChangesNothing() {
        table.found("orders", AT, List.of(partition(7), partition(8)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.checkpoint("orders", id(7), 1, fence, state(4));
        for (long version : new long[] {0, 1, 3}) {
            assertStale(7, version, fence, state(9));
        }
        assertStale(7, 2, fence + 1, state(9));
        assertStale(7, 1, fence + 1, state(4));
        assertStale(9, 0, fence, state(9));
        assertThat(table.find("orders", id(7)).orElseThrow().state()).isEqualTo(state(4));
        assertThat(table.find("orders", id(8)).orElseThrow().state()).isNull();
    }

    private void assertStale(int number, long version, long versionOfSource, ObjectNode state) {
        assertThatThrownBy(() -> table.checkpoint("orders", id(number), version, versionOfSource, state))
                .isInstanceOf(StaleStateException.class)
                .hasMessageContaining("its partition " + id(number).substring(0, 12) + " in the meantime")
                .hasMessageContaining("one sync of orders at a time");
    }

    @Test
    void whatIsWrittenInATransactionIsRolledBackWithIt() {
        table.found("orders", AT, List.of(partition(7)));
        TransactionTemplate transaction =
                new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        transaction.executeWithoutResult(status -> {
            table.checkpoint("orders", id(7), 0, fence, state(3));
            table.checkpoint("orders", id(7), 1, fence, state(4));
            table.ended("orders", id(7), LATER, null);
            status.setRollbackOnly();
        });
        assertThat(table.find("orders", id(7)).orElseThrow().version()).isZero();
        transaction.executeWithoutResult(status -> {
            table.checkpoint("orders", id(7), 0, fence, state(3));
            table.checkpoint("orders", id(7), 1, fence, state(4));
            table.ended("orders", id(7), LATER, "failed");
            table.ended("orders", id(7), LATER, null);
        });
        StoredPartition stored = table.find("orders", id(7)).orElseThrow();
        assertThat(stored.version()).isEqualTo(2);
        assertThat(stored.status()).isEqualTo(StoredPartition.Status.OK);
    }

    @Test
    void ofTwoProcessesThatStoreAtOnceOneIsRefused() throws Exception {
        table.found("orders", AT, List.of(partition(7)));
        ExecutorService processes = Executors.newFixedThreadPool(2);
        try {
            for (int version = 0; version < 10; version++) {
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Long>> both = List.of(
                        processes.submit(storing(start, version, state(1))),
                        processes.submit(storing(start, version, state(2))));
                assertThat(both.stream().filter(PartitionTableTest::isRefused)).hasSize(1);
                assertThat(table.find("orders", id(7)).orElseThrow().version()).isEqualTo(version + 1);
            }
        } finally {
            processes.shutdownNow();
        }
    }

    private Callable<Long> storing(CyclicBarrier start, long version, ObjectNode state) {
        return () -> {
            start.await();
            return database.states().partitions().checkpoint("orders", id(7), version, fence, state);
        };
    }

    private static boolean isRefused(Future<Long> checkpoint) {
        try {
            checkpoint.get();
            return false;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(StaleStateException.class);
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void twoProcessesMayFindTheSamePartitionsAtOnce() throws Exception {
        assumeTrue(kind != DatabaseKind.DUCKDB, "only one process opens its file, and leases order its syncs");
        ExecutorService processes = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                List<Partition> found = IntStream.range(round * 100, round * 100 + 100)
                        .mapToObj(PartitionTableTest::partition)
                        .toList();
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<Boolean> finding = () -> {
                    start.await();
                    database.states().partitions().found("orders", AT, found);
                    return true;
                };
                for (Future<Boolean> each : processes.invokeAll(List.of(finding, finding))) {
                    assertThat(each.get()).isTrue();
                }
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(table.countDue("orders", AT, DAY_BEFORE, false)).isEqualTo(500);
    }

    @Test
    void workersStoreDifferentPartitionsAtOnce() throws Exception {
        List<Partition> found =
                IntStream.range(0, 80).mapToObj(PartitionTableTest::partition).toList();
        table.found("orders", AT, found);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        TransactionTemplate transaction =
                new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        try {
            for (Future<?> each : found.stream()
                    .map(one -> workers.submit(() -> transaction.executeWithoutResult(status -> {
                        table.checkpoint("orders", one.id(), 0, fence, state(1));
                        table.checkpoint("orders", one.id(), 1, fence, state(2));
                        table.ended("orders", one.id(), LATER, null);
                    })))
                    .toList()) {
                each.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(table.all("orders"))
                .hasSize(80)
                .allMatch(each -> each.version() == 2 && each.status() == StoredPartition.Status.OK);
    }

    @Test
    void aReaderDoesNotKeepWorkersFromStoringRepeatedly() {
        table.found("orders", AT, List.of(partition(1), partition(2)));
        TransactionTemplate reader = new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        reader.executeWithoutResult(status -> {
            assertThat(table.all("orders")).hasSize(2);
            CompletableFuture.runAsync(() -> {
                        for (int version = 0; version < 5; version++) {
                            table.checkpoint("orders", id(1), version, fence, state(version));
                            table.ended("orders", id(1), LATER.plusSeconds(version), null);
                            table.found("orders", LATER.plusSeconds(version), List.of(partition(1), partition(2)));
                        }
                    })
                    .join();
        });
        assertThat(table.find("orders", id(1)).orElseThrow().version()).isEqualTo(5);
    }

    @Test
    void theNewestSyncsPartitionsAreCounted() {
        List<Partition> all =
                IntStream.range(0, 20).mapToObj(PartitionTableTest::partition).toList();
        table.found("invoices", AT, List.of(partition(1)));
        table.found("orders", AT, all);
        table.gone("orders", List.of(id(1), id(2)), AT);
        table.found("orders", LATER, all.subList(0, 15));
        table.ended("orders", id(3), LATER, null);
        table.ended("orders", id(5), LATER, "no");
        table.ended("orders", id(4), LATER, "no");
        table.gone("orders", List.of(id(6)), LATER);
        table.ended("orders", id(19), LATER, "it is not found any more");

        assertThat(table.counts()).containsOnlyKeys("orders", "invoices");
        assertThat(table.counts().get("orders"))
                .isEqualTo(new PartitionCounts(
                        Map.of(
                                StoredPartition.Status.OK, 1L,
                                StoredPartition.Status.FAILED, 2L,
                                StoredPartition.Status.GONE, 3L,
                                StoredPartition.Status.NEW, 9L),
                        13,
                        4,
                        5));
        assertThat(table.failed("orders", 10))
                .extracting(each -> each.partition().id())
                .containsExactly(id(4), id(5));
        assertThat(table.failed("orders", 1)).hasSize(1);
    }

    @Test
    void aChangeFromOutsideLetsASyncInProgressFail() {
        table.found("orders", AT, List.of(partition(7), partition(8)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.changes().set("orders", Map.of(id(8), state(5)));
        assertStale(7, 1, fence, state(4));
        assertThat(table.checkpoint("orders", id(8), 1, fence + 1, state(6))).isEqualTo(2);

        table.changes().reset("orders", id(8));
        assertThat(table.find("orders", id(8)).orElseThrow())
                .isEqualTo(new StoredPartition(partition(8), null, 3, StoredPartition.Status.NEW, null, AT, null));
        assertStale(8, 3, fence + 1, state(6));
    }

    @Test
    void removingASourceRemovesItsPartitionsAndKeepsItsVersion() {
        JdbcStateRepository states = database.states();
        table.found("orders", AT, List.of(partition(7)));
        table.found("invoices", AT, List.of(partition(7)));
        assertThat(states.remove("orders")).isTrue();
        assertThat(table.all("orders")).isEmpty();
        assertThat(table.all("invoices")).hasSize(1);
        table.found("orders", AT, List.of(partition(7)));
        states.checkpoint("orders", "timestamp", null, 0, state(1));
        assertStale(7, 0, fence, state(4));
    }

    @Test
    void partitionsAreReplacedWithTheirSource() {
        JdbcStateRepository states = database.states();
        table.found("orders", AT, List.of(partition(7), partition(8)));
        table.checkpoint("orders", id(7), 0, fence, state(3));
        table.ended("orders", id(7), AT, "failed");
        table.gone("orders", List.of(id(8)), AT);
        List<StoredPartition> before = table.all("orders");
        StoredState source = states.find("orders").orElseThrow();
        states.remove("orders");

        table.changes().replace(Map.of("orders", source), Map.of("orders", before));
        assertThat(table.all("orders")).isEqualTo(before);
        assertStale(7, 1, fence, state(4));
        table.changes().replace(Map.of("orders", source), Map.of());
        assertThat(table.all("orders")).isEmpty();
    }

    @Test
    void pruningRemovesOldPartitionsButNoneOfTheNewestSync() {
        assertThat(table.changes().prune("orders", LATER)).isZero();
        table.found("orders", AT, List.of(partition(7), partition(8)));
        table.found("invoices", AT, List.of(partition(7)));
        assertThat(table.changes().prune("orders", LATER)).isZero();
        table.found("orders", LATER, List.of(partition(8)));
        assertThat(table.changes().prune("orders", AT)).isZero();
        assertThat(table.changes().prune("orders", AT.plusMillis(1))).isEqualTo(1);
        assertThat(table.all("orders"))
                .extracting(each -> each.partition().id())
                .containsExactly(id(8));
        assertThat(table.all("invoices")).hasSize(1);
    }

    /** The ids of all that are due, read so many at a time. */
    private List<String> dueIds(Instant at, int most) {
        List<String> ids = new ArrayList<>();
        List<StoredPartition> batch = table.due("orders", at, at.minus(Duration.ofDays(1)), null, most);
        while (!batch.isEmpty()) {
            assertThat(batch).hasSizeLessThanOrEqualTo(most);
            batch.forEach(each -> ids.add(each.partition().id()));
            assertThat(ids).doesNotHaveDuplicates();
            batch = table.due("orders", at, at.minus(Duration.ofDays(1)), batch.get(batch.size() - 1), most);
        }
        return ids;
    }

    private static Partition partition(int number) {
        return new Partition(id(number), values(number));
    }

    private static String id(int number) {
        return "%064d".formatted(number);
    }

    private static ObjectNode values(long number) {
        return JdbcStateRepository.parse("{\"user_id\":" + number + "}");
    }

    private static ObjectNode state(int number) {
        return JdbcStateRepository.parse("{\"last_timestamp\":\"2026-01-01T00:00:00." + number + "00Z\"}");
    }
}
