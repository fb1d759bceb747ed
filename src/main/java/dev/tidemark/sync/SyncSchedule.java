package dev.tidemark.sync;

import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of a running program's sources. After a failure a source waits longer each time, up to an hour (or its
 * period, if that is longer). A success resets this back-off, and makes the sources that follow the source due. A source that
 * another process is syncing is skipped. Thread-safe.
 */
public final class SyncSchedule {

    /** How often a source with a schedule looks again at what other processes do. */
    static final Duration LOOK = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 30;
    /** A minute after the first failure. */
    private static final Duration HALF_FIRST_RETRY = Duration.ofSeconds(30);

    private final Timings timings;
    private final InstantSource clock;
    private final @Nullable SyncHistory history;
    private final Map<String, DueSource> sources = new ConcurrentHashMap<>();
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    /** The sources that follow an unknown one, and were reported. */
    private final Set<String> lonely = ConcurrentHashMap.newKeySet();

    /**
     * @param timings the sources; kept up to date
     * @param history what all processes have synced; null when it is not stored
     */
    public SyncSchedule(Timings timings, InstantSource clock, @Nullable SyncHistory history) {
        this.timings = timings;
        this.clock = clock;
        this.history = history;
        timings.names().forEach(name -> {
            Timing timing = timings.find(name);
            if (timing != null) {
                begin(name, timing);
            }
        });
    }

    Instant now() {
        return clock.instant();
    }

    /** Adds or restarts a source; its earlier failures are forgotten. */
    public void begin(String source, Timing timing) {
        holders.remove(source);
        lonely.remove(source);
        timings.put(source, timing);
        sources.put(
                source,
                timing instanceof Timing.Every every
                        ? new PeriodicSource(every.period())
                        : new TimedSource(source, timing, history, now()));
    }

    /** Removes a source. */
    public void forget(String source) {
        holders.remove(source);
        timings.remove(source);
        sources.remove(source);
    }

    /** Whether a tick of the source's timer may start a sync, without contacting anything. */
    boolean mayBeDue(String source) {
        DueSource due = sources.get(source);
        return due != null && due.mayBeDue(now());
    }

    /** Whether a source is due when its timer fires. Never for a source that was not added. */
    boolean isDue(String source) {
        if (timings.find(source) instanceof Timing.After after
                && timings.find(after.source()) == null
                && lonely.add(source)) {
            LOG.warn(
                    "{}: it follows the source `{}`, which this program does not have: it is due when another program"
                            + " with the same state database has synced that one",
                    source,
                    after.source());
        }
        DueSource due = sources.get(source);
        return due != null && due.isDue(now());
    }

    /** Whether a source is still due when this process holds its lease. Its sync starts if so. */
    boolean claim(String source) {
        holders.remove(source);
        DueSource due = sources.get(source);
        return due != null && due.claim(now());
    }

    /** Called when a source has failed; returns when it is tried again. */
    Instant failed(String source, Instant ended) {
        holders.remove(source);
        DueSource due = sources.get(source);
        return due == null ? ended : due.failed(ended);
    }

    /** Logs which sources are not started because a source has failed. */
    void reportFollowers(String source) {
        timings.followers(source)
                .forEach(follower ->
                        LOG.warn("{}: not started: it follows the source `{}`, which failed", follower, source));
    }

    /** The wait from the start of a sync to the next one or, after failures in a row, from the end of the last one. */
    public static Duration pause(Duration period, int failures) {
        Duration longest = LONGEST.compareTo(period) > 0 ? LONGEST : period;
        Duration wait = failures > MOST_DOUBLINGS ? longest : period.multipliedBy(1L << failures);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** The wait of a source without a period, from the end of a failed sync to the next one. */
    public static Duration retryPause(int failures) {
        return pause(HALF_FIRST_RETRY, failures);
    }

    /** Called when a source's sync succeeded. */
    void succeeded(String source) {
        holders.remove(source);
        DueSource due = sources.get(source);
        if (due != null) {
            due.succeeded();
        }
        for (String follower : timings.followers(source)) {
            DueSource follows = sources.get(follower);
            if (follows != null) {
                follows.signal(now());
            }
        }
    }

    /** Called when a source's sync was stopped before its end. */
    void stopped(String source) {
        DueSource due = sources.get(source);
        if (due != null) {
            due.stopped();
        }
    }

    /** Called when a source is skipped because another process syncs it; logged once per process. */
    void missed(String source, SyncLease holder) {
        DueSource due = sources.get(source);
        Instant now = now();
        Instant next = due == null ? now : due.skipped(now);
        if (!holder.owner().equals(holders.put(source, holder.owner()))) {
            LOG.info(
                    "{}: skipped: {} has been syncing it since {}; next check in {} s",
                    source,
                    holder.owner(),
                    holder.since(),
                    Duration.between(now, next).toMillis() / 1000.0);
        }
    }
}
