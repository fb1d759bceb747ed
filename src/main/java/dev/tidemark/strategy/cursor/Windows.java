package dev.tidemark.strategy.cursor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one sync: spans of time, each requested until it returns nothing newer. The next window starts at the end
 * of the last one, or at the greatest cursor that was returned.
 *
 * <p>The end of a window is stored once its records are written, so that no later sync requests it again. It is never later
 * than the API's own clock, nor than that of this machine, less {@code maxSkew}: records may still appear there.
 */
public final class Windows {

    private static final String STATE = "window_end";

    private final CursorSettings settings;
    private final Duration length;
    private final SyncClock clock;

    private @Nullable Instant written;
    private @Nullable Instant read;
    private @Nullable Instant date;
    private @Nullable Cursor start;
    private @Nullable Cursor like;
    private @Nullable Cursor end;
    private boolean last;
    private @Nullable Instant origin;

    /**
     * Begins a sync.
     *
     * @param length the widest span of a request
     * @param state what is stored; null before the first checkpoint
     * @param buffer how long before the stored end it starts
     * @param now by the clock of this process
     * @throws IllegalArgumentException when the state has an unreadable end
     */
    public Windows(CursorSettings settings, Duration length, @Nullable ObjectNode state, Duration buffer, Instant now) {
        if (!settings.type().isInstant()) {
            throw new IllegalArgumentException("window is for cursors that are times; cursorType is `" + settings.type()
                    + "`: remove window, or use timestamp, epoch-seconds or epoch-millis");
        }
        Duration least = settings.leastWindow();
        if (length.compareTo(least) < 0) {
            throw new IllegalArgumentException("window is shorter than " + least.toHours()
                    + " h: requests have whole days or hours in cursorFormat, and windows overlap by one of them");
        }
        this.settings = settings;
        this.length = length;
        this.clock = new SyncClock(now);
        this.written = stored(state);
        this.read = written;
        if (written != null && written.isAfter(now.plus(settings.maxSkew()))) {
            throw new IllegalArgumentException(
                    "the " + STATE + " `" + written + "` is further in the future than maxSkew,"
                            + " which a state must not be; run `state rewind` to move it back, or `state reset` to restart"
                            + " from the beginning");
        }
        this.start = written == null ? null : settings.at(written.minus(buffer), null);
    }

    /** Whether a state has the end of a window, and no cursor of that name: no record was read yet. */
    public static boolean isAlone(@Nullable ObjectNode state, String cursor) {
        return state != null && state.has(STATE) && !state.has(cursor);
    }

    private static @Nullable Instant stored(@Nullable ObjectNode state) {
        JsonNode value = state == null ? null : state.get(STATE);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the state has the " + STATE + " `" + value.asText() + "`, which is not a time such as"
                            + " 2024-01-31T00:00:00Z; correct it with `state set`, or remove it",
                    e);
        }
    }

    /**
     * The start of the next window.
     *
     * @param seen the greatest cursor seen, or the one that the sync started at; null for neither
     * @return null for the initial cursor
     */
    public @Nullable Cursor start(@Nullable Cursor seen) {
        like = seen;
        if (end == null && seen != null && seen.instant().plus(length).isAfter(latest())) {
            // One request reaches from the stored cursor to now, so that its record is read again if it has changed.
            start = null;
        }
        Cursor own = start;
        return own == null || (seen != null && seen.compareTo(own) >= 0) ? seen : settings.at(own.instant(), like);
    }

    /**
     * The placeholders of a window's request.
     *
     * @param from its start; null for the initial cursor
     * @throws IllegalArgumentException when the window is too short for the precision of the cursors
     */
    public Map<String, String> values(@Nullable Cursor from, Bound bound) {
        Instant begin = from == null ? bound.value().instant() : from.instant();
        origin = origin == null ? begin : origin;
        Instant latest = latest();
        Cursor most = settings.at(bound.value().instant().plus(length), like);
        Cursor now = settings.after(latest.isAfter(begin) ? latest : begin, like);
        last = now.compareTo(most) <= 0;
        end = last ? now : most;
        if (!end.instant().isAfter(begin)) {
            throw new IllegalArgumentException("window is too short: a request from `" + bound.text()
                    + "` would end at `" + settings.exactly(end) + "`, where the last one ended; cursors and requests"
                    + " have a precision of " + Duration.ofNanos(end.step().nanos()) + ", so set window to several"
                    + " times that");
        }
        return Map.of("windowStart", bound.text(), "windowEnd", settings.exactly(end));
    }

    /** The placeholders of a request from an earlier cursor, which does not move the windows. */
    public Map<String, String> valuesOfLookBack(Bound bound) {
        Cursor until = settings.at(bound.value().instant().plus(length), like);
        return Map.of("windowStart", bound.text(), "windowEnd", settings.exactly(until));
    }

    /** How far back a request may look and still reach what it looks for. */
    public Duration reach() {
        return length.dividedBy(2);
    }

    /** Sets the time of the response, by the API's own clock. */
    public void respondedAt(Instant respondedAt) {
        date = respondedAt;
    }

    /**
     * Called when a window's response was read to its end.
     *
     * @param newer whether it has a cursor greater than all before
     * @return whether it was the last window, and has nothing newer
     */
    public boolean isLast(boolean newer) {
        Cursor reached = end;
        if (newer || reached == null) {
            return false;
        }
        start = reached;
        // A clock may be wrong: the earlier one counts.
        Instant own = clock.now();
        Instant certain = (date == null || date.isAfter(own) ? own : date).minus(settings.maxSkew());
        Instant complete = reached.instant().isBefore(certain) ? reached.instant() : certain;
        read = read == null || complete.isAfter(read) ? complete : read;
        return last;
    }

    /** The fraction of the time until now that was read, from 0 to 1. */
    public double progress() {
        Cursor reached = start;
        if (origin == null || reached == null || !reached.instant().isAfter(origin)) {
            return 0;
        }
        double all = Duration.between(origin, latest()).toMillis();
        return all <= 0
                ? 1
                : Math.min(1, Duration.between(origin, reached.instant()).toMillis() / all);
    }

    /**
     * Adds the end of the windows to a state.
     *
     * @param allWritten whether all records of the last response are written
     */
    public void addTo(ObjectNode state, boolean allWritten) {
        written = allWritten ? read : written;
        if (written != null) {
            state.put(STATE, written.toString());
        }
    }

    private Instant latest() {
        Instant own = clock.now();
        return date != null && date.isAfter(own) ? date : own;
    }
}
