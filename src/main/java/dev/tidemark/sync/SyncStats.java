package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counts of a sync so far. Not thread-safe; confined to the sync's thread. */
final class SyncStats {

    /** The limit of pages, against endless paging. */
    private static final int MOST_PAGES = 1_000_000;

    /** The last ones only: rows that are read twice are read again soon. */
    private final RecentlySeen<String> rejects = new RecentlySeen<>();

    private final SyncStart start;
    private long chunkStarted;
    private RowCounts done = RowCounts.NONE;
    private int page;

    SyncStats(SyncStart start) {
        this.start = start;
    }

    /** @throws IllegalStateException when the list exceeds the limit of pages */
    void pageStarts() {
        page++;
        if (page > MOST_PAGES) {
            throw new IllegalStateException("gave up after " + MOST_PAGES + " pages; increase the page size, or"
                    + " check whether the API repeats pages");
        }
    }

    /** How many of these rejects, by id, are new in this sync. */
    int firstRejects(List<String> ids) {
        return (int) ids.stream().filter(rejects::isNew).count();
    }

    void read(int rows) {
        add(new RowCounts(rows, 0, 0, 0, 1));
    }

    /** Adds counts. */
    void add(RowCounts counts) {
        done = done.plus(counts);
    }

    void chunkStarts() {
        chunkStarted = System.nanoTime();
    }

    Duration sinceChunkStarted() {
        return Duration.ofNanos(System.nanoTime() - chunkStarted);
    }

    SyncStart start() {
        return start;
    }

    RowCounts counts() {
        return done;
    }

    /** The number of the last requested page, from 1. */
    int page() {
        return page;
    }

    SyncResult result(
            SyncResult.Status status, @Nullable ObjectNode state, @Nullable String error, List<String> warnings) {
        double seconds = start.elapsed().toMillis() / 1000.0;
        return new SyncResult(start, status, done, state, seconds, error, warnings);
    }
}
