package dev.tidemark.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sync that has ended, as the history keeps it.
 *
 * @param id unique, and in every line that the sync logged
 * @param kind {@code sync}, or {@code backfill} for one that left the state alone
 * @param status {@code ok}, {@code failed} or {@code stopped}
 * @param stateBefore the state from which it began, as JSON; null when there was none
 * @param stateAfter what was stored when it had ended, as JSON; null when nothing was
 * @param error for a person; null when all went well
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

    /** A sync that went on from the stored state. */
    public static final String SYNC = "sync";

    /** A sync of a range that was asked for, which left the state alone. */
    public static final String BACKFILL = "backfill";

    /** The status of one that came to its end. */
    public static final String OK = "ok";
}
