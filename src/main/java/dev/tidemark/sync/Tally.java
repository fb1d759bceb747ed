package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.RowCounts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync did so far, counted. Used by one thread at a time. */
public final class Tally {

    private final SyncStart start;
    private final long started = System.nanoTime();
    private long read;
    private long written;
    private long unchanged;
    private long rejected;
    private long pendingWritten;
    private long pendingUnchanged;
    private long pendingRejected;
    private int page;
    private int pages;

    Tally(SyncStart start) {
        this.start = start;
    }

    void pageStarts() {
        page++;
    }

    void read(int rows) {
        pages++;
        read += rows;
    }

    /**
     * The sink has done with a chunk: so many rows are new or changed, as they were already, or refused. Counts once the
     * chunk is committed.
     */
    public void sunk(long written, long unchanged, long rejected) {
        pendingWritten += written;
        pendingUnchanged += unchanged;
        pendingRejected += rejected;
    }

    /** What was done so far, with a chunk that is not committed yet. */
    RowCounts with(long chunkWritten, long chunkUnchanged, long chunkRejected) {
        return new RowCounts(
                read,
                written + pendingWritten + chunkWritten,
                unchanged + pendingUnchanged + chunkUnchanged,
                rejected + pendingRejected + chunkRejected,
                pages);
    }

    /** Others have done this for the sync. */
    void add(RowCounts counts) {
        read += counts.read();
        written += counts.written();
        unchanged += counts.unchanged();
        rejected += counts.rejected();
        pages += counts.pages();
    }

    void committed() {
        written += pendingWritten;
        unchanged += pendingUnchanged;
        rejected += pendingRejected;
        pendingWritten = 0;
        pendingUnchanged = 0;
        pendingRejected = 0;
    }

    /** The number of the page that was asked for last, from 1. */
    int page() {
        return page;
    }

    SyncResult result(
            String source,
            String strategy,
            SyncResult.Status status,
            @Nullable ObjectNode state,
            @Nullable String error,
            List<String> warnings) {
        double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
        return new SyncResult(
                source, strategy, status, read, written, unchanged, rejected, pages, state, seconds, error, warnings,
                start);
    }
}
