package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a sync began.
 *
 * @param id unique, and in every line that the sync logs
 * @param state what was stored then; null when nothing was, or when it could not be read
 * @param backfill whether it reads a range that was asked for and leaves the state alone
 */
public record SyncStart(String id, Instant at, @Nullable ObjectNode state, boolean backfill) {

    /** One that begins now. */
    public static SyncStart now(boolean backfill) {
        return at(Instant.now(), backfill);
    }

    static SyncStart at(Instant time, boolean backfill) {
        return new SyncStart(UUID.randomUUID().toString(), time, null, backfill);
    }

    SyncStart from(@Nullable ObjectNode stored) {
        return new SyncStart(id, at, stored, backfill);
    }
}
