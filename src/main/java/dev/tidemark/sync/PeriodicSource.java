package dev.tidemark.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source whose timer ticks once per period. After a failure it waits twice its period, after the next one four times, and
 * so on. Thread-safe.
 */
final class PeriodicSource implements DueSource {

    private final Duration period;
    private int failures;
    private @Nullable Instant retry;

    PeriodicSource(Duration period) {
        this.period = period;
    }

    @Override
    public boolean mayBeDue(Instant now) {
        return true;
    }

    /** Half a period early is on time, as timers drift. */
    @Override
    public synchronized boolean isDue(Instant now) {
        return retry == null || !now.plus(period.dividedBy(2)).isBefore(retry);
    }

    @Override
    public boolean claim(Instant now) {
        return true;
    }

    @Override
    public synchronized void succeeded() {
        failures = 0;
        retry = null;
    }

    @Override
    public void stopped() {}

    @Override
    public synchronized Instant failed(Instant ended) {
        failures++;
        retry = ended.plus(SyncSchedule.pause(period, failures));
        return retry;
    }

    @Override
    public void signal(Instant now) {}

    @Override
    public Instant skipped(Instant now) {
        return now.plus(period);
    }
}
