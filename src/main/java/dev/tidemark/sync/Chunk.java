package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Counts;
import dev.tidemark.state.StoredState;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way through a source's route: the state that its rows justify, and what sinks make of it. Not thread-safe;
 * confined to the sync's thread.
 */
public final class Chunk {

    private final Checkpoints states;
    private final Tally tally;
    private final @Nullable StoredState before;
    private final @Nullable ObjectNode justified;
    private final int rows;
    private final int handedOut;
    private final boolean statedBySink;
    private final List<SinkWrite> writes = new ArrayList<>();
    private @Nullable StoredState written;

    /**
     * A chunk that begins.
     *
     * @param before what is stored; null when nothing is
     * @param justified the state that holds once the rows are committed; null when they leave it as it is
     * @param rows how many records were read for it
     * @param handedOut how many of them the route gets
     * @param statedBySink whether a sink stores that state with the rows, if it can
     */
    Chunk(
            Checkpoints states,
            Tally tally,
            @Nullable StoredState before,
            @Nullable ObjectNode justified,
            int rows,
            int handedOut,
            boolean statedBySink) {
        this.states = states;
        this.tally = tally;
        this.before = before;
        this.justified = justified;
        this.rows = rows;
        this.handedOut = handedOut;
        this.statedBySink = statedBySink;
    }

    /** A sink of ours begins to write the rows. */
    public SinkWrite write() {
        SinkWrite write = new SinkWrite(tally);
        writes.add(write);
        return write;
    }

    /**
     * Called by the sink in the transaction of the rows: stores the state that holds once they are committed, unless the
     * source's route does more with the chunk than this sink, or the state is in another database.
     *
     * @param database where the rows are written
     * @param counts of the rows
     * @throws dev.tidemark.state.StaleStateException when another sync has moved the state meanwhile
     */
    public void commitState(DataSource database, Counts counts) {
        if (statedBySink && states.isOn(database)) {
            store(counts().plus(counts));
        }
    }

    private void store(Counts own) {
        if (justified == null) {
            states.goesOn();
        } else {
            written = states.store(before, justified, tally.counts().plus(own));
        }
    }

    private Counts counts() {
        return writes.stream().map(SinkWrite::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** Whether the state that the sink stored with the rows is there, as another connection sees it. */
    public boolean isStateStored() {
        StoredState made = written;
        return made != null && states.isStored(made);
    }

    /** What the sink stored with the rows was rolled back. */
    public void rolledBack() {
        written = null;
    }

    /** Whether records were handed out, and no sink of ours began to write any. */
    boolean hasPassedSinks() {
        return rows > 0 && writes.isEmpty();
    }

    /** Whether a sink of ours got records of it. */
    boolean hasComeToASink() {
        return writes.stream().anyMatch(SinkWrite::hasGotRecords);
    }

    /** How many records were replaced by an empty list on their way to a sink. */
    int emptied() {
        return writes.isEmpty() || hasComeToASink() ? 0 : handedOut;
    }

    int rows() {
        return rows;
    }

    /**
     * The route has done all that it does with the rows: counts them, and stores the state unless the sink did so.
     *
     * @return the state that was stored for them; null when they left it as it was
     * @throws IllegalStateException when a sink began to write and did not commit
     */
    @Nullable
    StoredState done() {
        if (!writes.stream().allMatch(SinkWrite::isCommitted)) {
            throw new IllegalStateException(
                    "its route went on after its sink failed, so the rows that are missing are not known;"
                            + " let the sink's errors pass to the source");
        }
        Counts own = counts();
        if (written == null) {
            store(own);
        }
        tally.add(own);
        return written;
    }
}
