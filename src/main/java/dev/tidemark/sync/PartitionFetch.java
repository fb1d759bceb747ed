package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.text.SafeText;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one partition for a plan, which may belong to another process. Stores the partition's own state, in the transaction
 * of its rows.
 *
 * @param before the partition at the start
 * @param missing recognizes the API's report that it has no such parent
 */
record PartitionFetch(
        UnitWork work,
        StoredPartition before,
        PartitionValues values,
        Strategy strategy,
        JdbcStateRepository states,
        MissingParent missing)
        implements StateStore, UnitFetch {

    private static final int LONGEST = 1000;

    private String source() {
        return work.task().source();
    }

    private String id() {
        return before.partition().id();
    }

    private PartitionTable partitions() {
        return states.partitions();
    }

    @Override
    public boolean isCancelled() {
        return work.isCancelled().getAsBoolean();
    }

    @Override
    public Optional<StoredState> find() {
        return Optional.ofNullable(before.state()).map(state -> stored(state, before.version()));
    }

    private StoredState stored(ObjectNode state, long version) {
        return new StoredState(strategy.name(), strategy.cursorField(), state, version);
    }

    @Override
    public StoredState store(@Nullable StoredState last, ObjectNode state, RowCounts counts) {
        // The version alone lets rows pass that move the state as those of the other worker did, though they are older.
        requireUnit(states.units().heartbeat(work.task()));
        long version = last == null ? before.version() : last.version();
        return stored(state, partitions().checkpoint(source(), id(), version, fence(), state));
    }

    /** The version of the source's own state, which each sync increases when it begins. */
    private long fence() {
        return Long.parseLong(work.task().last());
    }

    /** The rows of a worker that was given up are refused. */
    @Override
    public void heartbeat() {
        requireUnit(states.units().heartbeat(work.task()) && partitions().isFence(source(), fence()));
    }

    private void requireUnit(boolean isOwn) {
        if (!isOwn) {
            throw new UnitTakenException(work.task());
        }
    }

    @Override
    public boolean isStored(StoredState made) {
        return partitions()
                .find(source(), id())
                .filter(now -> now.version() == made.version() && now.state() != null && made.holds(now.state()))
                .isPresent();
    }

    @Override
    public boolean isOn(DataSource rows) {
        return states.isOn(rows);
    }

    @Override
    public void ended(SyncResult result, @Nullable Throwable cause) {
        states.units().inTransaction(() -> record(result, cause));
    }

    /** What a worker that was given up reports does not count. */
    private void record(SyncResult result, @Nullable Throwable cause) {
        UnitTask task = work.task();
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        if (missing.isReported(result, cause)) {
            states.units()
                    .done(
                            task,
                            found.put(PartitionPlan.GONE, SafeText.shortened(String.valueOf(result.error()), LONGEST)),
                            result.counts());
        } else if (result.status() == SyncResult.Status.OK) {
            if (states.units().done(task, found, result.counts())) {
                partitions().ended(source(), id(), before.seenAt(), null);
            }
        } else {
            UnitFailure failure = UnitFailure.of(result, cause);
            boolean counts = failure.report(task, "partition " + values, result.counts(), states);
            if (counts && failure.kind() != UnitTask.Failure.STOPS_ALL) {
                partitions().ended(source(), id(), before.seenAt(), failure.error());
            }
        }
    }
}
