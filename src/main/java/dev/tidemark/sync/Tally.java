package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.Counts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync did so far, counted. Used by one thread at a time. */
public final class Tally {

    /** Nobody pages on for ever. */
    private static final int MOST_PAGES = 1_000_000;

    /** The last ones: those that are read twice are read again soon. */
    private final Recent<String> rejects = new Recent<>();

    private final SyncStart start;
    private long chunkStarted;
    private Counts done = Counts.NONE;
    private Counts pending = Counts.NONE;
    private int page;

    Tally(SyncStart start) {
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
    public int firstRejects(List<String> ids) {
        return (int) ids.stream().filter(rejects::isNew).count();
    }

    void read(int rows) {
        add(new Counts(rows, 0, 0, 0, 1));
    }

    /**
     * The sink has done with a chunk: so many rows are new or changed, as they were already, or refused. Counts once the
     * chunk is committed.
     */
    public void sunk(long written, long unchanged, long rejected) {
        pending = with(pending, written, unchanged, rejected);
    }

    /** What was done so far, with a chunk that is not committed yet. */
    Counts with(long chunkWritten, long chunkUnchanged, long chunkRejected) {
        return with(done.plus(pending), chunkWritten, chunkUnchanged, chunkRejected);
    }

    private static Counts with(Counts counts, long written, long unchanged, long rejected) {
        return counts.plus(new Counts(0, written, unchanged, rejected, 0));
    }

    /** This was done too. */
    void add(Counts counts) {
        done = done.plus(counts);
    }

    void chunkStarts() {
        chunkStarted = System.nanoTime();
    }

    Duration sinceChunkStarted() {
        return Duration.ofNanos(System.nanoTime() - chunkStarted);
    }

    void committed() {
        add(pending);
        pending = Counts.NONE;
    }

    Counts counts() {
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
