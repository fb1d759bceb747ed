package dev.tidemark.strategy.cursor;

import java.time.Instant;

/** The time within a sync: its start and what has passed since, even if the clock of this machine is set meanwhile. */
public final class SyncClock {

    private final Instant began;
    private final long started = System.nanoTime();

    public SyncClock(Instant began) {
        this.began = began;
    }

    public Instant now() {
        return began.plusNanos(System.nanoTime() - started);
    }
}
