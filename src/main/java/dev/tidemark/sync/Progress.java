package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Cursor;
import dev.tidemark.strategy.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far a sync is. Written by the sync's own thread, for any thread to read. */
public final class Progress {

    private final String source;
    private final Strategy strategy;
    private final Instant end;
    private final long started = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private @Nullable Instant first;
    private volatile double share = Double.NaN;

    /**
     * A sync that begins.
     *
     * @param from the state that it begins from; null when there is none
     * @param end where its cursor will have come at its end, if that is a point in time
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

    /** How many records were read and written, those that were unchanged or rejected included. */
    public long records() {
        return records.get();
    }

    /** How much of the work is done, from 0 to 1; NaN while that cannot be told. */
    public double share() {
        return share;
    }

    /** The time since its beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /**
     * A chunk is written.
     *
     * @param told how much is done by what the strategy says; NaN for by the cursor, between its first value and the end
     */
    void chunkDone(long rows, double told, @Nullable ObjectNode state) {
        records.addAndGet(rows);
        share = Double.isNaN(told) ? byCursor(instant(state)) : told;
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
