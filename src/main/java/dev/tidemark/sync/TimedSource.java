package dev.tidemark.sync;

import dev.tidemark.schedule.Timing;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source with a schedule, or one that follows another. Its timer ticks every second. The history shows what was missed
 * while the program was not running, and what other processes have synced. After a failure the source is tried again after a
 * minute, after the next one two minutes, and so on up to an hour, but never later than its next scheduled time. Thread-safe.
 */
final class TimedSource implements DueSource {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

    /** How long another process gets to repeat a sync that failed there. */
    private static final Duration ELSEWHERE = Duration.ofHours(1);

    private final String source;
    private final Timing timing;
    private final @Nullable SyncHistory history;
    private final Instant begun;

    private boolean opened;
    /** When it is due; null when the history, or a source that it follows, decides. */
    private @Nullable Instant due;
    /** The due time that its newest sync is for. */
    private Instant owed;
    /** The start of its newest sync in this process. */
    private Instant started = Instant.MIN;

    private @Nullable Instant retry;
    private int failures;
    private Instant nextLook = Instant.MIN;
    private Instant notBefore = Instant.MIN;

    TimedSource(String source, Timing timing, @Nullable SyncHistory history, Instant begun) {
        this.source = source;
        this.timing = timing;
        this.history = history;
        this.begun = begun;
        this.owed = begun;
    }

    @Override
    public synchronized boolean mayBeDue(Instant now) {
        return isLookDue(now) || isReached(now);
    }

    @Override
    public synchronized boolean isDue(Instant now) {
        if (isLookDue(now)) {
            look(now);
        }
        if (isReached(now) && retry == null && due != null) {
            owed = due;
        }
        return isReached(now);
    }

    private boolean isLookDue(Instant now) {
        return due == null && retry == null && !now.isBefore(nextLook);
    }

    private boolean isReached(Instant now) {
        Instant at = retry == null ? due : retry;
        return at != null && !now.isBefore(at) && !now.isBefore(notBefore);
    }

    private void look(Instant now) {
        nextLook = now.plus(SyncSchedule.LOOK);
        try {
            due = timing instanceof Timing.After after ? afterParent(after.source()) : scheduled();
            opened = true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "{}: cannot read from the history when it is due; next try in {} s: {}",
                    source,
                    SyncSchedule.LOOK.toSeconds(),
                    Failure.text(e));
        }
    }

    /** The first time of the schedule that is not over for this source. */
    private @Nullable Instant scheduled() {
        SyncResult newest = timing instanceof Timing.At at && at.runMissed() ? newest() : null;
        return newest == null
                ? timing.next(begun)
                : isOk(newest) ? timing.next(newest.start().at()) : begun;
    }

    /** The end of the followed source's last success, when this source has not started since. */
    private @Nullable Instant afterParent(String parent) {
        SyncResult newest = newest();
        if (!opened && newest != null && !isOk(newest)) {
            return begun;
        }
        SyncResult success =
                history == null ? null : history.lastSuccess(parent).orElse(null);
        return success != null
                        && success.ended().isAfter(started)
                        && (newest == null
                                || success.ended().isAfter(newest.start().at()))
                ? success.ended()
                : null;
    }

    private @Nullable SyncResult newest() {
        return history == null
                ? null
                : history.newest(source, 1).stream().findFirst().orElse(null);
    }

    private static boolean isOk(SyncResult sync) {
        return sync.status() == SyncResult.Status.OK;
    }

    @Override
    public synchronized boolean claim(Instant now) {
        SyncResult newest = newest();
        if (newest != null
                && !newest.start().at().isBefore(owed)
                && newest.start().at().isAfter(started)
                && isServed(newest, now)) {
            return false;
        }
        started = now;
        due = timing.next(now);
        return true;
    }

    /**
     * Whether another process has made the sync that is due here, or is about to repeat it. A failure elsewhere does not
     * postpone what is repeated here: it may be that of a command, which repeats nothing.
     */
    private boolean isServed(SyncResult elsewhere, Instant now) {
        Instant repeated = elsewhere.ended().plus(ELSEWHERE);
        if (isOk(elsewhere)) {
            succeeded();
            due = timing.next(elsewhere.start().at());
        } else if (failures == 0 && elsewhere.status() == SyncResult.Status.FAILED && now.isBefore(repeated)) {
            due = timing.next(now);
            retry = earlier(repeated, due);
            LOG.info(
                    "{}: not synced, since another process failed to sync it at {} and is expected to repeat that; next"
                            + " try here at {}",
                    source,
                    elsewhere.ended().truncatedTo(ChronoUnit.SECONDS),
                    retry.truncatedTo(ChronoUnit.SECONDS));
        } else {
            return false;
        }
        return true;
    }

    @Override
    public synchronized void succeeded() {
        failures = 0;
        retry = null;
    }

    @Override
    public synchronized void stopped() {
        due = owed;
    }

    @Override
    public synchronized Instant failed(Instant ended) {
        failures++;
        retry = earlier(ended.plus(SyncSchedule.retryPause(failures)), timing.next(ended));
        return retry;
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }

    @Override
    public synchronized void signal(Instant now) {
        due = now;
    }

    @Override
    public synchronized Instant skipped(Instant now) {
        notBefore = now.plus(SyncSchedule.LOOK);
        return notBefore;
    }
}
