package dev.tidemark.strategy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why an API does not give its newest record again when it is asked from that one's cursor: it is asked once more
 * from earlier places. When it gives records there, it understands the cursor, and its filter works on another clock.
 */
final class LookBack {

    /** More than all time zones are apart. */
    private static final Duration ALL_ZONES = Duration.ofHours(26);

    private final Bound asked;
    private final Cursor missing;
    private final Deque<Cursor> places = new ArrayDeque<>();

    /**
     * Begins to look.
     *
     * @param missing the cursor whose record did not come again
     * @param asked what was sent for it
     * @param below the next smaller cursor that came; null when there is none
     */
    LookBack(CursorSettings settings, Cursor missing, Bound asked, @Nullable Cursor below) {
        this.missing = missing;
        this.asked = asked;
        if (below != null) {
            places.add(below);
        }
        if (missing.isInstant()) {
            places.add(settings.earlier(missing, ALL_ZONES));
        }
    }

    /**
     * The place to ask from next.
     *
     * @throws IllegalStateException when none is left: the API understands none of the cursors that it gave
     */
    Cursor next() {
        Cursor place = places.poll();
        if (place == null) {
            throw notHonoured();
        }
        return place;
    }

    IllegalStateException notHonoured() {
        return new IllegalStateException(
                "asked for records since `" + asked.text() + "`, the API answered with none, not even with one of `"
                        + missing + "`, which it gave before: it does not honour the cursor as it is sent;"
                        + " check query, cursorFormat and boundary; when records are deleted there, sync again");
    }

    /** Whether the record is there after all, so that it is the filter that leaves it out. */
    boolean isThere(PageCursors page) {
        Cursor greatest = page.greatest();
        return greatest != null && greatest.compareTo(missing) >= 0;
    }

    String warning() {
        return "asked for records since `" + asked.text() + "`, the API did not give the one of `" + missing
                + "` again, though it gives it when asked from earlier: its filter may work on another clock, and miss what"
                + " changes meanwhile; check cursorZone and cursorFormat, or use the strategy replay";
    }
}
