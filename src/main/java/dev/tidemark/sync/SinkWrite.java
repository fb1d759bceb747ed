package dev.tidemark.sync;

import dev.tidemark.state.RowCounts;
import java.util.List;

/** The result of one Tidemark sink for a chunk. Not thread-safe; confined to the sync's thread. */
public final class SinkWrite {

    private final SyncStats stats;
    private RowCounts counts = RowCounts.NONE;
    private boolean gotRecords;
    private boolean committed;

    SinkWrite(SyncStats stats) {
        this.stats = stats;
    }

    /**
     * Called when the rows are committed.
     *
     * @param written how many are new or changed
     * @param unchanged how many are unchanged
     * @param rejectIds the ids of the rejected rows
     */
    public void committed(long written, long unchanged, List<String> rejectIds) {
        int rejected = stats.firstRejects(rejectIds);
        int again = rejectIds.size() - rejected;
        counts = new RowCounts(0, written, unchanged + again, rejected, 0);
        committed = true;
    }

    /** Called when the sink's message contains records. */
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
