package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a sync began.
 *
 * @param id unique, and in every line that the sync logs
 * @param nanos {@link System#nanoTime} at that time, from which the time that the sync takes is counted
 * @param state what was stored then; null when nothing was, or when it could not be read
 * @param backfill whether it reads a range that was asked for and leaves the state alone
 */
public record SyncStart(String id, Instant at, long nanos, @Nullable ObjectNode state, boolean backfill) {

    /** One that begins now. */
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
