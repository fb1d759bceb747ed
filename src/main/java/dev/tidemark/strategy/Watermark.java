package dev.tidemark.strategy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the rows of a sync reach without a gap: no row at or below it is missing.
 *
 * <p>A cursor that is missing, unreadable, or further in the future than the allowed skew never counts. The greatest value
 * of a page is held back until a later page has shown that no other record shares it, and a page out of order holds
 * everything back until the sync has ended.
 */
final class Watermark {

    private static final int LONGEST_SHOWN = 60;

    private final CursorSettings settings;
    private final Instant now;
    private final @Nullable Cursor start;
    private final long started = System.nanoTime();
    private final Map<String, Integer> ignored = new TreeMap<>();

    private Instant latest;
    private @Nullable Cursor reached;
    private @Nullable Cursor position;
    private @Nullable Cursor belowPosition;
    private Tick finest = Tick.NONE;
    private @Nullable Object unusable;
    private boolean inOrder = true;
    private boolean nothingAtStart;
    private PageCursors page = new PageCursors(null);

    /**
     * Begins a sync.
     *
     * @param stored the value in the state; null before the first checkpoint
     * @param from the value from which rows are asked for; null for all
     */
    Watermark(CursorSettings settings, Instant now, @Nullable Cursor stored, @Nullable Cursor from) {
        this.settings = settings;
        this.now = now;
        this.start = from;
        this.latest = now.plus(settings.maxSkew());
        this.reached = stored;
        this.position = from;
        if (stored != null) {
            this.finest = stored.step();
            if (isFuture(stored)) {
                throw new IllegalArgumentException(
                        "the cursor `" + stored + "` lies further in the future than maxSkew ("
                                + settings.maxSkew().toString().substring(2).toLowerCase(Locale.ROOT)
                                + "), as no state may; `state rewind` puts it back, `state reset` begins anew");
            }
        }
    }

    /** @param isContinuation whether the page goes on from the one before, so that the order holds over both */
    void pageStarts(boolean isContinuation) {
        latest = now.plusNanos(System.nanoTime() - started).plus(settings.maxSkew());
        page = new PageCursors(isContinuation ? page.last() : null);
    }

    /** @return the row's cursor; null when it does not count */
    @Nullable
    Cursor see(Map<String, @Nullable Object> row) {
        String why;
        boolean readable = false;
        try {
            Cursor cursor = settings.of(row);
            if (cursor != null && !isFuture(cursor)) {
                page.see(cursor);
                if (finest.equals(Tick.NONE) || cursor.step().compareTo(finest) < 0) {
                    finest = cursor.step();
                }
                return cursor;
            }
            readable = cursor != null;
            why = readable ? "with a cursor further in the future than maxSkew" : "without `" + settings.field() + "`";
        } catch (DateTimeException | NumberFormatException e) {
            why = "with a `" + settings.field() + "` that is no " + settings.type();
        }
        page.seeUnusable(readable);
        unusable = row.get(settings.field());
        ignored.merge(why, 1, Integer::sum);
        return null;
    }

    /**
     * Takes the page that was seen into account.
     *
     * @param required whether a page with records must have a cursor that counts
     * @return whether it brought anything newer than what was seen before
     */
    boolean pageEnds(boolean required) {
        if (required && page.rows() > 0 && page.greatest() == null && !isHarmless()) {
            throw noneCounts();
        }
        inOrder &= page.inOrder();
        Cursor greatest = page.greatest();
        boolean newer = greatest != null && (position == null || greatest.compareTo(position) > 0);
        if (newer) {
            Cursor below = page.belowGreatest();
            belowPosition = below == null || (position != null && below.compareTo(position) < 0) ? position : below;
            position = greatest;
        }
        return newer;
    }

    IllegalStateException noneCounts() {
        return new IllegalStateException("none of the " + page.rows() + " records has a cursor that counts ("
                + String.join("; ", warnings()) + "); " + remedy());
    }

    /** Records of the future are left where they are; many of them at first, or times of the past in another unit, are a mistake. */
    private boolean isHarmless() {
        boolean isFew = position != null || page.rows() < LargestPage.LOOKS_LIKE_A_LIMIT;
        return page.isReadable() && isFew && typeThatFits() == null;
    }

    private @Nullable CursorType typeThatFits() {
        Object value = unusable;
        return value == null || value instanceof Map || value instanceof List
                ? null
                : settings.typeThatFits(value, latest);
    }

    private String remedy() {
        CursorType fits = typeThatFits();
        String text = String.valueOf(unusable);
        String seen = unusable == null
                ? ""
                : "the last value seen is `"
                        + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...") + "`";
        return fits == null
                ? seen + (seen.isEmpty() ? "" : "; ") + "check cursorField and cursorType"
                        + (settings.type() == CursorType.TIMESTAMP && !seen.isEmpty()
                                ? ", or name its form in cursorReadFormat"
                                : "")
                : seen + ", which fits cursorType " + fits;
    }

    /**
     * An API may read the bound a little generously: it compares in whole seconds, say.
     *
     * @throws IllegalStateException when the page has a record further below the bound than that
     */
    void requireAtLeast(Bound bound) {
        Cursor least = page.least();
        if (least != null && settings.isBelow(least, bound, finest)) {
            throw doesNotHonour(bound, least);
        }
    }

    static IllegalStateException doesNotHonour(Bound bound, @Nullable Cursor least) {
        return new IllegalStateException(
                "asked for records since `" + bound.text() + "`, the API answered with one of `" + least
                        + "`: it does not honour the cursor as it is sent; check query and cursorFormat");
    }

    /**
     * A list from a cursor on was read to its end: it has at least the record of this cursor, unless that was deleted.
     *
     * @param from null for a list from the initial cursor
     * @param hasReached whether any record came that does not lie below the bound
     * @return whether that record is missing although it was read in this sync
     */
    boolean isMissing(@Nullable Cursor from, boolean hasReached) {
        boolean nothing = from != null && !hasReached;
        nothingAtStart = nothing && Objects.equals(from, start);
        return nothing && !nothingAtStart;
    }

    /** Whether all pages were in ascending order so far. */
    boolean isInOrder() {
        return inOrder;
    }

    PageCursors page() {
        return page;
    }

    /** The greatest value seen; null before the first. */
    @Nullable
    Cursor position() {
        return position;
    }

    /** The greatest value seen but one, or the one that the sync began at; null when there is neither. */
    @Nullable
    Cursor belowPosition() {
        return belowPosition;
    }

    /** Up to where no row is missing, as far as was found out; null before the first. */
    @Nullable
    Cursor reached() {
        return reached;
    }

    /** What holds once all is written: the greatest value seen, or the stored one when that is greater. */
    @Nullable
    Cursor end() {
        return position == null || (reached != null && reached.compareTo(position) > 0) ? reached : position;
    }

    /** The smallest step seen. */
    Tick finest() {
        return finest;
    }

    /**
     * Where the rows reach once a chunk of the page is written.
     *
     * @param next the row after the chunk; null at the page's end
     * @param ceiling what they cannot reach beyond as yet; null for no such limit
     * @return null when they reach nowhere yet
     */
    @Nullable
    Cursor after(
            List<Map<String, @Nullable Object>> chunk,
            @Nullable Map<String, @Nullable Object> next,
            @Nullable Cursor ceiling) {
        if (inOrder) {
            Cursor candidate = next == null ? page.belowGreatest() : lastBelow(chunk, usable(next));
            if (candidate != null && ceiling != null && candidate.compareTo(ceiling) > 0) {
                candidate = ceiling;
            }
            if (candidate != null && (reached == null || candidate.compareTo(reached) > 0)) {
                reached = candidate;
            }
        }
        return reached;
    }

    /** What was ignored, with how often, and what did not come. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        ignored.forEach((why, count) -> warnings.add(count + " records " + why));
        if (nothingAtStart) {
            warnings.add("the API answered with no record since the stored cursor, not even with one of `" + start
                    + "`: that one was changed or deleted, or the API does not honour the cursor as it is sent;"
                    + " check query, cursorFormat and boundary");
        }
        return warnings;
    }

    /** The last value in the chunk that is smaller than the limit; without a limit, smaller than the last one. */
    private @Nullable Cursor lastBelow(List<Map<String, @Nullable Object>> chunk, @Nullable Cursor limit) {
        Cursor bound = limit;
        for (int i = chunk.size() - 1; i >= 0; i--) {
            Cursor cursor = usable(chunk.get(i));
            if (cursor != null && bound != null && cursor.compareTo(bound) < 0) {
                return cursor;
            }
            bound = bound == null ? cursor : bound;
        }
        return null;
    }

    private @Nullable Cursor usable(Map<String, @Nullable Object> row) {
        try {
            Cursor cursor = settings.of(row);
            return cursor == null || isFuture(cursor) ? null : cursor;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private boolean isFuture(Cursor cursor) {
        return cursor.isInstant() && cursor.instant().isAfter(latest);
    }
}
