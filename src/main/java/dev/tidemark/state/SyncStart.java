package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The start of a sync.
 *
 * @param id unique; included in every line that the sync logs
 * @param nanos {@link System#nanoTime} at that time, to measure the duration; 0 for a sync of the history
 * @param state the state at that time; null when there was none, or when it could not be read
 * @param backfill whether it reads a requested range without changing the state
 */
public record SyncStart(
        String id,
        String source,
        String strategy,
        Instant at,
        long nanos,
        @Nullable ObjectNode state,
        boolean backfill) {

    /** A sync that starts now, by the clock of the process. */
    public static SyncStart now(String source, String strategy) {
        return at(source, strategy, Instant.now(), false);
    }

    /** A sync that starts now, at that time of the schedule. */
    public static SyncStart at(String source, String strategy, Instant time, boolean backfill) {
        return new SyncStart(UUID.randomUUID().toString(), source, strategy, time, System.nanoTime(), null, backfill);
    }

    /** The same start from a state; null when there is none. */
    public SyncStart from(@Nullable ObjectNode stored) {
        return new SyncStart(id, source, strategy, at, nanos, stored, backfill);
    }

    /** The time since it started. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
