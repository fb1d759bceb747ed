package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way through a source's route: the state to store once its rows are committed, and the results of the sinks.
 * Not thread-safe; confined to the sync's thread.
 */
public final class Chunk {

    private final StateStore states;
    private final SyncStats stats;
    private final @Nullable StoredState before;
    private final @Nullable ObjectNode justified;
    private final int rows;
    private final int handedOut;
    private final boolean sinkCommitsState;
    private final List<SinkWrite> writes = new ArrayList<>();
    private @Nullable StoredState written;
    private int filtered;

    /**
     * Creates a chunk.
     *
     * @param before what is stored; null when nothing is
     * @param justified the state to store once the rows are committed; null when they do not change it
     * @param rows how many records were read for it
     * @param handedOut how many of them are passed to the route
     * @param sinkCommitsState whether a sink commits that state together with the rows, if it can
     */
    Chunk(
            StateStore states,
            SyncStats stats,
            @Nullable StoredState before,
            @Nullable ObjectNode justified,
            int rows,
            int handedOut,
            boolean sinkCommitsState) {
        this.states = states;
        this.stats = stats;
        this.before = before;
        this.justified = justified;
        this.rows = rows;
        this.handedOut = handedOut;
        this.sinkCommitsState = sinkCommitsState;
    }

    /** Called when a Tidemark sink starts to write the rows. */
    public SinkWrite write() {
        SinkWrite write = new SinkWrite(stats);
        writes.add(write);
        return write;
    }

    /**
     * Called by the sink in the transaction of the rows: stores the chunk's state. Does nothing when the route has further
     * steps for the chunk, or when the state is in another database.
     *
     * @param database where the rows are written
     * @param counts of the rows
     * @throws dev.tidemark.state.StaleStateException when another sync has changed the state in the meantime
     */
    public void commitState(DataSource database, RowCounts counts) {
        if (sinkCommitsState && states.isOn(database)) {
            store(counts().plus(counts));
        }
    }

    private void store(RowCounts own) {
        if (justified == null) {
            states.heartbeat();
        } else {
            written = states.store(before, justified, stats.counts().plus(own));
        }
    }

    private RowCounts counts() {
        RowCounts own = new RowCounts(0, 0, 0, 0, filtered, 0);
        return writes.stream().map(SinkWrite::counts).reduce(own, RowCounts::plus);
    }

    /** Whether the state that the sink stored with the rows is visible to another connection. */
    public boolean isStateStored() {
        StoredState made = written;
        return made != null && states.isStored(made);
    }

    /** Called when the sink's transaction was rolled back. */
    public void rolledBack() {
        written = null;
    }

    /** Called by a step that leaves out records on purpose. */
    public void filtered(int records) {
        filtered += records;
    }

    /** Whether records were handed out, no step left all of them out, and no Tidemark sink started to write them. */
    boolean hasBypassedSinks() {
        return rows > 0 && writes.isEmpty() && (filtered == 0 || filtered < handedOut);
    }

    /** Whether a Tidemark sink received records of this chunk. */
    boolean hasReachedSink() {
        return writes.stream().anyMatch(SinkWrite::hasGotRecords);
    }

    /** How many records were replaced by an empty list on their way to a sink. */
    int emptied() {
        return writes.isEmpty() || hasReachedSink() ? 0 : Math.max(0, handedOut - filtered);
    }

    int rows() {
        return rows;
    }

    /**
     * Called when the route has finished with the rows: counts them, and stores the state unless the sink did so.
     *
     * @return the state that was stored for them; null when they did not change it
     * @throws IllegalStateException when a sink started to write and did not commit
     */
    @Nullable
    StoredState done() {
        if (!writes.stream().allMatch(SinkWrite::isCommitted)) {
            throw new IllegalStateException(
                    "the route continued after its sink failed, so the missing rows are unknown; let the sink's"
                            + " errors propagate to the source");
        }
        RowCounts own = counts();
        if (written == null) {
            store(own);
        }
        stats.add(own);
        return written;
    }
}
