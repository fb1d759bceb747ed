package dev.tidemark.sync;

import dev.tidemark.state.RowCounts;
import java.util.List;

/** What one sink of ours makes of a chunk. Not thread-safe; confined to the sync's thread. */
public final class SinkWrite {

    private final SyncStats tally;
    private RowCounts counts = RowCounts.NONE;
    private boolean gotRecords;
    private boolean committed;

    SinkWrite(SyncStats tally) {
        this.tally = tally;
    }

    /**
     * The rows are committed.
     *
     * @param written how many are new or changed
     * @param unchanged how many are not
     * @param rejectIds the ids of those that were refused
     */
    public void committed(long written, long unchanged, List<String> rejectIds) {
        int rejected = tally.firstRejects(rejectIds);
        int again = rejectIds.size() - rejected;
        counts = new RowCounts(0, written, unchanged + again, rejected, 0);
        committed = true;
    }

    /** The message that came to the sink holds records. */
    public void getsRecords() {
        gotRecords = true;
    }

    boolean hasGotRecords() {
        return gotRecords;
    }

    boolean isCommitted() {
        return committed;
    }

    RowCounts counts() {
        return counts;
    }
}
