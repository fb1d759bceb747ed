package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Partition;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.state.UnitTable;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.TimestampStrategy;
import dev.tidemark.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A partition that two workers fetch, because the first one was taken for dead. */
class PartitionFetchTest {

    private static final String SOURCE = "orders";
    private static final String ID = "eu";
    private static final String PLAN = "plan";

    private final TestDatabase database = TestDatabase.open();
    private final PartitionTable partitions = database.states().partitions();
    private final UnitTable units = database.states().units();
    private long fence;

    @BeforeEach
    void handOut() {
        database.states().createTable();
        StoredState mark = database.states()
                .checkpoint(
                        SOURCE,
                        "timestamp",
                        "updatedAt",
                        0,
                        JsonNodeFactory.instance.objectNode().put("partitions", true));
        fence = mark.version();
        partitions.createTable();
        partitions.found(
                SOURCE,
                Instant.EPOCH,
                List.of(new Partition(ID, JsonNodeFactory.instance.objectNode().put("region", "eu"))));
        units.createTable();
        units.add(List.of(new UnitTask(SOURCE, PLAN, 0, ID, Long.toString(fence))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstWorkerCannotWriteBeforeTheSecondHasWritten() {
        PartitionFetch first = claim("first");
        PartitionFetch second = claim("second");

        assertThatThrownBy(() -> first.store(null, at(1), RowCounts.NONE)).isInstanceOf(UnitTakenException.class);
        assertThat(stored().state()).isNull();
        second.store(null, at(1), RowCounts.NONE);
        assertThat(stored().state()).isEqualTo(at(1));
    }

    /** What it has read is older, and may have records of before a change. */
    @Test
    void theFirstWorkerCannotWriteRowsThatMoveTheStateAlike() {
        PartitionFetch first = claim("first");
        PartitionFetch second = claim("second");
        second.store(null, at(1), RowCounts.NONE);

        assertThatThrownBy(() -> first.store(null, at(1), RowCounts.NONE)).isInstanceOf(UnitTakenException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncResult.Status.class,
            names = {"OK", "FAILED"})
    void theEndOfTheFirstWorkerDoesNotCount(SyncResult.Status status) {
        PartitionFetch first = claim("first");
        PartitionFetch second = claim("second");
        SyncResult result = new SyncResult(
                SyncStart.now(SOURCE, "timestamp"), status, RowCounts.NONE, null, 0, "it broke", List.of());

        first.ended(result, null);
        assertThat(stored().status()).isEqualTo(StoredPartition.Status.NEW);
        second.ended(result, null);
        assertThat(stored().status()).isNotEqualTo(StoredPartition.Status.NEW);
    }

    /** As when the connection broke during the commit. */
    @Test
    void aWorkerMayStoreItsStateTwice() {
        PartitionFetch only = claim("only");
        StoredState once = only.store(null, at(1), RowCounts.NONE);

        assertThat(only.store(null, at(1), RowCounts.NONE)).isEqualTo(once);
        only.store(once, at(2), RowCounts.NONE);
        assertThat(stored().version()).isEqualTo(2);
    }

    private PartitionFetch claim(String worker) {
        units.claim(SOURCE, PLAN, 0, worker);
        UnitTask task = units.find(SOURCE, PLAN, 0).orElseThrow();
        StoredPartition before = stored();
        return new PartitionFetch(
                new UnitWork(task, () -> false, null),
                before,
                PartitionValues.of(before.partition().values()),
                new TimestampStrategy(),
                database.states(),
                new MissingParent(true));
    }

    private StoredPartition stored() {
        return partitions.find(SOURCE, ID).orElseThrow();
    }

    private static ObjectNode at(int second) {
        return JsonNodeFactory.instance.objectNode().put("last_timestamp", "2024-01-15T10:00:0" + second + "Z");
    }
}
