package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Counts;
import dev.tidemark.state.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that is on its way through a source's route: the state that its rows justify, whether that is stored, and which
 * sinks it came to. Not thread-safe; confined to the sync's thread.
 */
public final class Chunk {

    private final Checkpoints checkpoints;
    private @Nullable StoredState stored;
    private @Nullable ObjectNode justified;
    private @Nullable StoredState written;
    private int rows;
    private int handedOut;
    private int sinksBegun;
    private boolean sinkReached;
    private boolean sinkGotRecords;
    private boolean anyCameToASink;
    private long emptied;

    /** @param stored what syncs before stored; null when there were none */
    Chunk(Checkpoints checkpoints, @Nullable StoredState stored) {
        this.checkpoints = checkpoints;
        this.stored = stored;
    }

    /**
     * @param rowsRead how many records were read for it
     * @param rowsHandedOut how many of them the route gets
     * @param state that holds once the rows are committed; null when they leave it as it is
     */
    void starts(int rowsRead, int rowsHandedOut, @Nullable ObjectNode state) {
        rows = rowsRead;
        handedOut = rowsHandedOut;
        justified = state;
        written = null;
        sinkReached = false;
        sinkGotRecords = false;
    }

    /** Stores the state that the rows justify, or says that they leave it as it is. */
    void checkpoint(Counts soFar) {
        if (justified == null) {
            checkpoints.goesOn();
        } else {
            written = checkpoints.store(stored, justified, soFar);
        }
    }

    /** Whether the state that the sink stored with the rows is there, as another connection sees it. */
    public boolean isCheckpointStored() {
        StoredState made = written;
        return made != null && checkpoints.isStored(made);
    }

    /** What the sink stored with the rows was rolled back. */
    public void checkpointUndone() {
        written = null;
    }

    /** A sink of ours has begun to write the rows; {@link #sinkEnds} follows when all are written. */
    public void sinkBegins() {
        sinksBegun++;
        sinkReached = true;
    }

    /** The message that came to a sink of ours holds records. */
    public void sinkGetsRecords() {
        sinkGotRecords = true;
    }

    /** A sink of ours has written the rows. */
    public void sinkEnds() {
        sinksBegun--;
    }

    /** Whether records were handed out, and no sink of ours began to write any. */
    boolean hasPassedSinks() {
        return rows > 0 && !sinkReached;
    }

    /** How many records of all chunks were replaced by an empty list on their way to a sink; 0 when one got some. */
    long emptied() {
        return anyCameToASink ? 0 : emptied;
    }

    /** How many records were read for it. */
    int rows() {
        return rows;
    }

    /**
     * The route has done all that it does with the rows: stores the state unless the sink did so.
     *
     * @return the state that was stored for them; null when they left it as it was
     * @throws IllegalStateException when a sink began to write and did not end
     */
    @Nullable
    StoredState done(Counts soFar) {
        if (sinksBegun > 0) {
            throw new IllegalStateException(
                    "its route went on after its sink failed, so it is not known what was not written;"
                            + " let the sink's errors pass to the source");
        }
        if (sinkGotRecords) {
            anyCameToASink = true;
        } else if (sinkReached) {
            emptied += handedOut;
        }
        if (written == null) {
            checkpoint(soFar);
        }
        if (written != null) {
            stored = written;
        }
        justified = null;
        rows = 0;
        handedOut = 0;
        return written;
    }

    /** What is stored now; null when nothing is. */
    @Nullable
    StoredState stored() {
        return stored;
    }
}
