package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.UnitTask;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one range for a plan, which may belong to another process. Its only checkpoint records that the range is done. The
 * planner handles the source's results and state.
 */
record RangeFetch(UnitWork work, String strategy, JdbcStateRepository states) implements StateStore, UnitFetch {

    private UnitTask task() {
        return work.task();
    }

    @Override
    public boolean isCancelled() {
        return work.isCancelled().getAsBoolean();
    }

    @Override
    public PartitionValues values() {
        return PartitionValues.NONE;
    }

    @Override
    public Optional<StoredState> find() {
        return Optional.empty();
    }

    @Override
    public StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts) {
        if (!states.units().done(task(), state, counts)) {
            throw new UnitTakenException(task());
        }
        return new StoredState(strategy, null, state, 1);
    }

    @Override
    public void heartbeat() {
        if (!states.units().heartbeat(task())) {
            throw new UnitTakenException(task());
        }
    }

    @Override
    public boolean isStored(StoredState made) {
        UnitTask now = states.units()
                .find(task().source(), task().plan(), task().number())
                .orElse(task());
        return now.progress().found() != null && made.holds(now.progress().found());
    }

    @Override
    public boolean isOn(DataSource rows) {
        return states.isOn(rows);
    }

    @Override
    public void ended(SyncResult result, @Nullable Throwable cause) {
        UnitFailure.of(result, cause)
                .report(task(), "range from " + task().first() + " to " + task().last(), result.counts(), states);
    }
}
