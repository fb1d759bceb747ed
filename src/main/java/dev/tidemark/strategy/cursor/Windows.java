package dev.tidemark.strategy.cursor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one sync, or of a part of it: spans of time, each requested until it returns nothing newer. The next window
 * starts at the end of the last one, or at the greatest cursor that was returned.
 *
 * <p>The end of a window is stored once its records are written, so that no later sync requests it again. It is never later
 * than the API's own clock, nor than that of this machine, less {@code maxSkew}: records may still appear there.
 */
public final class Windows implements Span {

    private final CursorSettings settings;
    private final WindowLength length;
    private final SyncClock clock;
    private final @Nullable Cursor until;

    private @Nullable Instant written;
    private @Nullable Instant read;
    private @Nullable Instant date;
    private @Nullable Cursor start;
    private @Nullable Cursor like;
    private @Nullable Cursor end;
    private boolean last;
    private @Nullable Instant origin;

    /**
     * The windows from a cursor on.
     *
     * @param now by the clock of this process
     * @param start null for the initial cursor
     * @param until the end of the last window; null for the present
     */
    public Windows(WindowLength length, Instant now, @Nullable Cursor start, @Nullable Cursor until) {
        this.settings = length.settings();
        this.length = length;
        this.clock = new SyncClock(now);
        this.start = start;
        this.until = until;
    }

    /**
     * The windows that follow a stored state.
     *
     * @param state null before the first checkpoint
     * @param buffer how long before the stored end they start
     * @throws IllegalArgumentException when the state has an unreadable end, or one in the future
     */
    public static Windows after(
            WindowLength length, Instant now, @Nullable ObjectNode state, Duration buffer, @Nullable Cursor until) {
        CursorSettings settings = length.settings();
        Instant stored = WindowEnd.of(state);
        if (stored != null && stored.isAfter(now.plus(settings.maxSkew()))) {
            throw new IllegalArgumentException(
                    "the " + WindowEnd.STATE + " `" + stored + "` is further in the future than maxSkew,"
                            + " which a state must not be; run `state rewind` to move it back, or `state reset` to restart"
                            + " from the beginning");
        }
        Windows windows =
                new Windows(length, now, stored == null ? null : settings.at(stored.minus(buffer), null), until);
        windows.written = stored;
        windows.read = stored;
        return windows;
    }

    @Override
    public boolean isLimited() {
        return true;
    }

    @Override
    public @Nullable Cursor start(@Nullable Cursor seen) {
        if (end == null && seen != null && seen.instant().plus(length.longest()).isAfter(latest())) {
            // One request reaches from the stored cursor to now, so that its record is read again if it has changed.
            start = null;
        }
        Cursor own = start;
        like = seen == null ? own : seen;
        return own == null || (seen != null && seen.compareTo(own) >= 0) ? seen : settings.at(own.instant(), like);
    }

    /** The start of a window need not be a record's cursor, nor need that of the sync. */
    @Override
    public boolean isRecordExpected(@Nullable Cursor at, @Nullable Cursor seen, @Nullable Cursor from) {
        return Objects.equals(at, seen) && !Objects.equals(seen, from);
    }

    /** @throws IllegalArgumentException when the window is too short for the precision of the cursors */
    @Override
    public Map<String, String> values(@Nullable Cursor from, Bound bound) {
        Instant begin = from == null ? bound.value().instant() : from.instant();
        origin = origin == null ? begin : origin;
        Cursor most = length.end(bound, like);
        Cursor furthest = furthest(begin);
        last = furthest.compareTo(most) <= 0;
        Cursor reached = length.requireAfter(from, bound, last ? furthest : most);
        end = reached;
        return Map.of("windowStart", bound.text(), "windowEnd", settings.exactly(reached));
    }

    private Cursor furthest(Instant begin) {
        if (until != null) {
            return until;
        }
        Instant latest = latest();
        return settings.after(latest.isAfter(begin) ? latest : begin, like);
    }

    @Override
    public Map<String, String> valuesOfLookBack(Bound bound) {
        return Map.of("windowStart", bound.text(), "windowEnd", settings.exactly(length.end(bound, like)));
    }

    @Override
    public Duration reach() {
        return length.longest().dividedBy(2);
    }

    @Override
    public void respondedAt(Instant respondedAt) {
        date = respondedAt;
    }

    /** Below a cursor that was returned nothing is missing, so that one at or beyond the end of all windows ends them. */
    @Override
    public boolean isLast(boolean newer, @Nullable Cursor seen) {
        boolean beyond = until != null && seen != null && seen.compareTo(until) >= 0;
        Cursor reached = beyond ? until : end;
        if (reached == null || (newer && !beyond)) {
            return false;
        }
        start = reached;
        // A clock may be wrong: the earlier one counts.
        Instant own = clock.now();
        Instant certain = (date == null || date.isAfter(own) ? own : date).minus(settings.maxSkew());
        Instant complete = reached.instant().isBefore(certain) ? reached.instant() : certain;
        read = read == null || complete.isAfter(read) ? complete : read;
        return last || beyond;
    }

    @Override
    public double progress() {
        Cursor reached = start;
        if (origin == null || reached == null || !reached.instant().isAfter(origin)) {
            return 0;
        }
        double all = Duration.between(origin, target()).toMillis();
        return all <= 0
                ? 1
                : Math.min(1, Duration.between(origin, reached.instant()).toMillis() / all);
    }

    @Override
    public void addTo(ObjectNode state, boolean allWritten) {
        written = allWritten ? read : written;
        WindowEnd.put(state, written);
    }

    private Instant target() {
        return until == null ? latest() : until.instant();
    }

    private Instant latest() {
        Instant own = clock.now();
        return date != null && date.isAfter(own) ? date : own;
    }
}
