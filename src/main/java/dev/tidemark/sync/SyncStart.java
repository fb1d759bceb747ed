package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The start of a sync.
 *
 * @param id unique; included in every line that the sync logs
 * @param nanos {@link System#nanoTime} at that time, to measure the duration of the sync
 * @param state the state at that time; null when there was none, or when it could not be read
 * @param backfill whether it reads a requested range without changing the state
 */
public record SyncStart(String id, Instant at, long nanos, @Nullable ObjectNode state, boolean backfill) {

    /** A sync that starts now. */
    public static SyncStart now(boolean backfill) {
        return at(Instant.now(), backfill);
    }

    static SyncStart at(Instant time, boolean backfill) {
        return new SyncStart(UUID.randomUUID().toString(), time, System.nanoTime(), null, backfill);
    }

    SyncStart from(@Nullable ObjectNode stored) {
        return new SyncStart(id, at, nanos, stored, backfill);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
