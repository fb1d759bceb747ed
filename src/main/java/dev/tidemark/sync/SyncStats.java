package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.RowCounts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync did so far, counted. Used by one thread at a time. */
final class SyncStats {

    /** Nobody pages on for ever. */
    private static final int MOST_PAGES = 1_000_000;

    /** The last ones: those that are read twice are read again soon. */
    private final RecentlySeen<String> rejects = new RecentlySeen<>();

    private final SyncStart start;
    private long chunkStarted;
    private RowCounts done = RowCounts.NONE;
    private int page;

    SyncStats(SyncStart start) {
        this.start = start;
    }

    /** @throws IllegalStateException when the list has more pages than any has */
    void pageStarts() {
        page++;
        if (page > MOST_PAGES) {
            throw new IllegalStateException("its list has not ended after " + MOST_PAGES
                    + " pages; ask for larger ones, or see whether the API repeats itself");
        }
    }

    /** How many of these rejects, by their ids, this sync has not had before. */
    int firstRejects(List<String> ids) {
        return (int) ids.stream().filter(rejects::isNew).count();
    }

    void read(int rows) {
        add(new RowCounts(rows, 0, 0, 0, 1));
    }

    /** This was done too. */
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
        double seconds = start.elapsed().toMillis() / 1000.0;
        return new SyncResult(
                source,
                strategy,
                status,
                done.read(),
                done.written(),
                done.unchanged(),
                done.rejected(),
                done.pages(),
                state,
                seconds,
                error,
                warnings,
                start);
    }
}
