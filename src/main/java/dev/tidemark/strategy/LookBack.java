package dev.tidemark.strategy;

import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.PageCursors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why an API does not return its newest record again when records from its cursor on are requested, by requests
 * from earlier cursors. When these return records, the API understands the cursor, and its filter uses another clock.
 */
public final class LookBack {

    /** More than the distance between any two time zones. */
    private static final Duration ALL_ZONES = Duration.ofHours(26);

    private final Bound requested;
    private final Cursor missing;
    private final Deque<Cursor> places = new ArrayDeque<>();

    /**
     * Starts the search.
     *
     * @param missing the cursor whose record was not returned again
     * @param requested the bound that was sent for it
     * @param below the next smaller cursor that was returned; null when there is none
     */
    public LookBack(CursorSettings settings, Cursor missing, Bound requested, @Nullable Cursor below) {
        this(settings, missing, requested, below, ALL_ZONES);
    }

    /** @param reach how far before the missing record a request may start and still return it */
    LookBack(CursorSettings settings, Cursor missing, Bound requested, @Nullable Cursor below, Duration reach) {
        this.missing = missing;
        this.requested = requested;
        if (below != null) {
            places.add(below);
        }
        if (missing.isInstant()) {
            places.add(settings.earlier(missing, reach.compareTo(ALL_ZONES) < 0 ? reach : ALL_ZONES));
        }
    }

    /**
     * The next cursor to request from.
     *
     * @throws IllegalStateException when none is left: the API understands none of its own cursors
     */
    public Cursor next() {
        Cursor place = places.poll();
        if (place == null) {
            throw notHonoured();
        }
        return place;
    }

    IllegalStateException notHonoured() {
        return new IllegalStateException(
                "requested records since `" + requested.text() + "`, the API returned none, not even the one with `"
                        + missing + "`, which it returned before: it does not honour the cursor as it is sent;"
                        + " check query, cursorFormat and boundary; if records are deleted there, sync again");
    }

    /** Whether the record exists, so that the filter excludes it. */
    public boolean isThere(PageCursors page) {
        Cursor greatest = page.greatest();
        return greatest != null && greatest.compareTo(missing) >= 0;
    }

    public String warning() {
        return "requested records since `" + requested.text() + "`, the API did not return the one with `" + missing
                + "` again, but returns it for an earlier start: its filter may use another clock, and miss"
                + " changes in the meantime; check cursorZone and cursorFormat, or use the strategy replay";
    }
}
