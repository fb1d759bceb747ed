package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.WorkUnit;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one range for a plan, which may belong to another process. Its only checkpoint records that the range is done. The
 * planner handles the source's results and state.
 */
record UnitFetch(UnitTask task, String strategy, JdbcStateRepository states) implements StateStore {

    private static final Logger LOG = LoggerFactory.getLogger(UnitFetch.class);

    /** Starts it on an exchange of the source's route. */
    static SyncRun begin(
            Exchange exchange, UnitTask task, RangedStrategy strategy, JdbcStateRepository states, SinkReach reach) {
        reach.requireSafety();
        SyncStart start = SyncStart.now(task.source(), strategy.name());
        UnitFetch fetch = new UnitFetch(task, strategy.name(), states);
        Paging paging = strategy.range(new WorkUnit(task.first(), task.last()), start.at());
        return new SyncOpening(task.source(), strategy, fetch, SyncOptions.NONE, false, SyncEnvironment.NONE)
                .begin(start, null, paging, reach, exchange);
    }

    @Override
    public Optional<StoredState> find() {
        return Optional.empty();
    }

    @Override
    public StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts) {
        if (!states.units().done(task, state, counts)) {
            throw new UnitTakenException(task);
        }
        return new StoredState(strategy, null, state, 1);
    }

    @Override
    public void heartbeat() {
        if (!states.units().heartbeat(task)) {
            throw new UnitTakenException(task);
        }
    }

    @Override
    public boolean isStored(StoredState made) {
        UnitTask now =
                states.units().find(task.source(), task.plan(), task.number()).orElse(task);
        return now.progress().found() != null && made.holds(now.progress().found());
    }

    @Override
    public boolean isOn(DataSource rows) {
        return states.isOn(rows);
    }

    void ended(SyncResult result) {
        boolean failed = result.status() == SyncResult.Status.FAILED;
        if (failed || result.error() != null) {
            String error = String.valueOf(result.error());
            LOG.warn("{}: range from {} to {}: {}", task.source(), task.first(), task.last(), error);
            states.units().failed(task, error + " (on " + ProcessName.own() + ")", !failed);
        }
        result.warnings().forEach(warning -> LOG.warn("{}: {}", task.source(), warning));
    }
}
