package dev.tidemark.sync;

import dev.tidemark.state.SyncResult;
import org.jspecify.annotations.Nullable;

/** A work unit that a run fetches instead of the whole source. The sync that waits for it reports to the listeners. */
interface UnitFetch {

    /** Whether nobody waits for it any more. */
    boolean isCancelled();

    /** What its requests and records get. */
    PartitionValues values();

    /**
     * Called when the run has ended.
     *
     * @param cause why it failed or stopped; null when it succeeded, or when that is unknown
     */
    void ended(SyncResult result, @Nullable Throwable cause);
}
