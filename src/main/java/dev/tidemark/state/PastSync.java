package dev.tidemark.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finished sync in the history.
 *
 * @param id unique; included in every line that the sync logged
 * @param kind {@code sync}, or {@code backfill} for one that did not change the state
 * @param status {@code ok}, {@code failed} or {@code stopped}
 * @param stateBefore the state that it started from, as JSON; null when there was none
 * @param stateAfter the state that was stored at its end, as JSON; null when there was none
 * @param error for a person; null when it succeeded
 */
public record PastSync(
        String id,
        String source,
        String kind,
        String strategy,
        Instant started,
        Instant ended,
        String status,
        long rowsRead,
        long rowsWritten,
        long rowsUnchanged,
        long rowsRejected,
        int pages,
        @Nullable String stateBefore,
        @Nullable String stateAfter,
        @Nullable String error) {

    /** A sync that resumed from the stored state. */
    public static final String SYNC = "sync";

    /** A sync of a requested range, which did not change the state. */
    public static final String BACKFILL = "backfill";

    /** The status of a sync that succeeded. */
    public static final String OK = "ok";
}
