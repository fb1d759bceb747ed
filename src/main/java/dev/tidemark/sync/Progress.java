package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The progress of a sync. Written by the sync's own thread; any thread may read it. */
public final class Progress {

    private final String source;
    private final Strategy strategy;
    private final Instant end;
    private final long started = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private @Nullable Instant first;
    private volatile double share = Double.NaN;

    /**
     * Creates the progress of a sync that starts.
     *
     * @param from the state that it starts from; null when there is none
     * @param end the cursor at its end, if that is a point in time
     */
    Progress(String source, Strategy strategy, @Nullable ObjectNode from, Instant end) {
        this.source = source;
        this.strategy = strategy;
        this.end = end;
        this.first = instant(from);
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** How many records were read and written, including unchanged and rejected ones. */
    public long records() {
        return records.get();
    }

    /** The fraction of the work that is done, from 0 to 1; NaN while it is unknown. */
    public double share() {
        return share;
    }

    /** The time since the sync started. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /**
     * Called when a chunk is written.
     *
     * @param reported the progress that the strategy reports; NaN to calculate it from the cursor, between its first value
     *     and the end
     */
    void chunkDone(long rows, double reported, @Nullable ObjectNode state) {
        records.addAndGet(rows);
        share = Double.isNaN(reported) ? byCursor(instant(state)) : reported;
    }

    private double byCursor(@Nullable Instant reached) {
        if (first == null) {
            first = reached;
        }
        if (first == null || reached == null || !first.isBefore(end) || reached.equals(first)) {
            return Double.NaN;
        }
        double all = Duration.between(first, end).toMillis();
        return Math.min(1, Math.max(0, Duration.between(first, reached).toMillis() / all));
    }

    private @Nullable Instant instant(@Nullable ObjectNode state) {
        Cursor cursor = state == null ? null : strategy.reached(state);
        return cursor == null || !cursor.isInstant() ? null : cursor.instant();
    }
}
