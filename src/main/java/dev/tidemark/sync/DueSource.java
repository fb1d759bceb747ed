package dev.tidemark.sync;

import java.time.Instant;

/** When one source of a running program is due. Thread-safe. */
interface DueSource {

    /** Whether a tick of its timer may start a sync. Called on the thread of all timers, so it contacts nothing. */
    boolean mayBeDue(Instant now);

    /** Whether it is due. */
    boolean isDue(Instant now);

    /**
     * Called when the source's lease is held and its sync is about to start.
     *
     * @return whether it is still due: another process may have synced it in the meantime
     */
    boolean claim(Instant now);

    /** Called when its sync has succeeded. */
    void succeeded();

    /** Called when its sync was stopped before its end. */
    void stopped();

    /** Called when its sync has failed; returns when it is tried again. */
    Instant failed(Instant ended);

    /** Called when a source that it may follow has succeeded. */
    void signal(Instant now);

    /** Called when another process syncs it; returns when it looks again. */
    Instant skipped(Instant now);
}
