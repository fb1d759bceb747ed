package dev.tidemark.strategy.cursor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a window of time may be, and where windows end.
 *
 * @param longest the widest span of a request
 */
public record WindowLength(CursorSettings settings, Duration longest) {

    /** @throws IllegalArgumentException when cursors are not times, or windows too short for their format */
    public WindowLength {
        if (!settings.type().isInstant()) {
            throw new IllegalArgumentException("window is for cursors that are times; cursorType is `" + settings.type()
                    + "`: remove window, or use timestamp, epoch-seconds or epoch-millis");
        }
        Duration least = settings.leastWindow();
        if (longest.compareTo(least) < 0) {
            throw new IllegalArgumentException("window is shorter than " + least.toHours()
                    + " h: requests have whole days or hours in cursorFormat, and windows overlap by one of them");
        }
    }

    /**
     * The end of the longest window that starts at a bound.
     *
     * @param like a cursor whose format it gets; null for the initial one
     */
    public Cursor end(Bound start, @Nullable Cursor like) {
        return settings.at(start.value().instant().plus(longest), like);
    }

    /**
     * The end itself.
     *
     * @param from the start of the window; null for the initial cursor
     * @throws IllegalArgumentException when it is not after the start: windows are too short for the precision of cursors
     */
    public Cursor requireAfter(@Nullable Cursor from, Bound start, Cursor end) {
        Instant begin = from == null ? start.value().instant() : from.instant();
        if (!end.instant().isAfter(begin)) {
            throw new IllegalArgumentException("window is too short: a request from `" + start.text()
                    + "` would end at `" + settings.exactly(end) + "`, where the last one ended; cursors and requests"
                    + " have a precision of " + Duration.ofNanos(end.step().nanos()) + ", so set window to several"
                    + " times that");
        }
        return end;
    }

    /** The end of a window from its text, {@link Cursor#text}. */
    public Cursor read(String text) {
        return settings.format() == null ? settings.reader().read(text) : settings.at(Instant.parse(text), null);
    }
}
