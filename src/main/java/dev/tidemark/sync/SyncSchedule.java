package dev.tidemark.sync;

import dev.tidemark.state.SyncLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of a running program's sources. After a failure a source waits twice its period, after the next one four
 * times, and so on up to an hour (or its period, if that is longer). A success resets the back-off. A source that another
 * process is syncing is skipped. Thread-safe.
 */
public final class SyncSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 30;

    private final Map<String, Duration> periods;
    private final InstantSource clock;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Instant> next = new ConcurrentHashMap<>();
    private final Map<String, String> holders = new ConcurrentHashMap<>();

    /** @param periods the periods of the sources, by name */
    public SyncSchedule(Map<String, Duration> periods, InstantSource clock) {
        this.periods = new ConcurrentHashMap<>(periods);
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Adds or restarts a source; its earlier failures are forgotten. */
    public void begin(String source, Duration period) {
        forget(source);
        periods.put(source, period);
    }

    /** Removes a source. */
    public void forget(String source) {
        periods.remove(source);
        succeeded(source);
    }

    /**
     * Whether a source is due when its timer fires. Half a period early is on time, as timers drift. Never for a source that
     * was not added.
     */
    boolean isDue(String source) {
        if (!periods.containsKey(source)) {
            return false;
        }
        Instant due = next.get(source);
        return due == null || !clock.instant().plus(period(source).dividedBy(2)).isBefore(due);
    }

    /** Called when a source has failed; returns when it is tried again. */
    Instant failed(String source, Instant ended) {
        holders.remove(source);
        int times = failures.merge(source, 1, Integer::sum);
        Instant at = ended.plus(pause(period(source), times));
        next.put(source, at);
        return at;
    }

    /** The wait from the start of a sync to the next one or, after failures in a row, from the end of the last one. */
    public static Duration pause(Duration period, int failures) {
        Duration longest = LONGEST.compareTo(period) > 0 ? LONGEST : period;
        Duration wait = failures > MOST_DOUBLINGS ? longest : period.multipliedBy(1L << failures);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** Called when a source's sync succeeded. */
    void succeeded(String source) {
        holders.remove(source);
        failures.remove(source);
        next.remove(source);
    }

    /** Called when a source is skipped because another process syncs it; logged once per process. */
    void missed(String source, SyncLease holder) {
        if (!holder.owner().equals(holders.put(source, holder.owner()))) {
            LOG.info(
                    "{}: skipped: {} has been syncing it since {}; next check in {} s",
                    source,
                    holder.owner(),
                    holder.since(),
                    period(source).toMillis() / 1000.0);
        }
    }

    private Duration period(String source) {
        return periods.getOrDefault(source, Duration.ZERO);
    }
}
