package dev.tidemark.strategy.cursor;

import dev.tidemark.text.SafeText;
import dev.tidemark.text.Secrets;
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
 * The cursor up to which a sync's rows are complete: no row at or below it is missing.
 *
 * <p>A cursor that is missing, unreadable, or further in the future than the allowed skew is not valid. The greatest value
 * of a page is held back until a later page has shown that no other record shares it. A page out of order holds everything
 * back until the sync has ended.
 */
public final class Watermark {

    private static final int LONGEST_SHOWN = 60;

    private final CursorSettings settings;
    private final SyncClock clock;
    private final @Nullable Cursor start;
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
     * @param stored the value of the state; null before the first checkpoint
     * @param from the value from which rows are requested; null for all
     */
    public Watermark(CursorSettings settings, Instant now, @Nullable Cursor stored, @Nullable Cursor from) {
        this.settings = settings;
        this.clock = new SyncClock(now);
        this.start = from;
        this.latest = now.plus(settings.maxSkew());
        this.reached = stored;
        this.position = from;
        if (stored != null) {
            this.finest = stored.step();
            if (isFuture(stored)) {
                throw new IllegalArgumentException("the cursor `" + stored + "` is further in the future than maxSkew ("
                        + settings.maxSkew().toString().substring(2).toLowerCase(Locale.ROOT)
                        + "), which a state must not be; run `state rewind` to move it back, or `state"
                        + " reset` to restart from the beginning");
            }
        }
    }

    /** @param isContinuation whether the page continues the previous one, so that the order spans both */
    public void pageStarts(boolean isContinuation) {
        latest = clock.now().plus(settings.maxSkew());
        page = new PageCursors(isContinuation ? page.last() : null);
    }

    /** @return the row's cursor; null when it is not valid */
    @Nullable
    public Cursor see(Map<String, @Nullable Object> row) {
        String why;
        boolean readable = false;
        try {
            Cursor cursor = settings.of(row);
            if (cursor != null && !isFuture(cursor)) {
                see(cursor);
                return cursor;
            }
            readable = cursor != null;
            why = readable ? "with a cursor further in the future than maxSkew" : "without `" + settings.field() + "`";
        } catch (DateTimeException | NumberFormatException e) {
            why = "with a `" + settings.field() + "` that is not a " + settings.type();
        }
        page.seeUnusable(readable);
        unusable = settings.field().read(row);
        ignored.merge(why, 1, Integer::sum);
        return null;
    }

    private void see(Cursor cursor) {
        page.see(cursor);
        if (finest.equals(Tick.NONE) || cursor.step().compareTo(finest) < 0) {
            finest = cursor.step();
        }
    }

    /** @return the cursor of an element without records; null when it has no valid one */
    public @Nullable Cursor seeEmpty(Map<String, @Nullable Object> element) {
        Cursor cursor = usable(element);
        if (cursor != null) {
            see(cursor);
        }
        return cursor;
    }

    /**
     * Processes the page that was seen.
     *
     * @param required whether a page with records must have a valid cursor
     * @return whether it has anything newer than what was seen before
     */
    public boolean pageEnds(boolean required) {
        if (required && page.isBare() && page.rows() >= LargestPage.LOOKS_LIKE_A_LIMIT) {
            throw new IllegalStateException("the page has " + page.rows() + " elements where recordsPath expects"
                    + " nested records, and none has a record, nor a `" + settings.field() + "`, so it is unknown where"
                    + " the next page starts; use a cursorField of the elements, such as `../updatedAt`");
        }
        if (required && !page.isBare() && page.rows() > 0 && page.greatest() == null && !isHarmless()) {
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

    public IllegalStateException noneCounts() {
        return new IllegalStateException("none of the " + page.rows() + " records has a valid cursor ("
                + String.join("; ", warnings()) + "); " + remedy());
    }

    /** Records of the future are ignored; many of them at the start, or times in the past in another unit, are a mistake. */
    private boolean isHarmless() {
        boolean isFew = position != null || page.rows() < LargestPage.LOOKS_LIKE_A_LIMIT;
        return page.isReadable() && isFew && typeThatFits() == null;
    }

    private @Nullable CursorType typeThatFits() {
        Object value = unusable;
        return value == null || value instanceof Map || value instanceof List
                ? null
                : settings.reader().typeThatFits(value, latest);
    }

    private String remedy() {
        CursorType fits = typeThatFits();
        String seen = unusable == null
                ? ""
                : "the last value seen is `"
                        + SafeText.shortened(Secrets.masked(String.valueOf(unusable)), LONGEST_SHOWN) + "`";
        return fits == null
                ? seen + (seen.isEmpty() ? "" : "; ") + "check cursorField and cursorType"
                        + (settings.type() == CursorType.TIMESTAMP && !seen.isEmpty()
                                ? ", or set its format in cursorReadFormat"
                                : "")
                : seen + ", which fits cursorType " + fits;
    }

    /**
     * An API may round the bound: it may compare whole seconds, for example.
     *
     * @throws IllegalStateException when the page has a record further below the bound than that
     */
    public void requireAtLeast(Bound bound) {
        Cursor least = page.least();
        if (least != null && settings.isBelow(least, bound, finest)) {
            throw bound.isNotHonoured(least);
        }
    }

    /**
     * Called when a list from a cursor on was read to its end: it has at least the record of this cursor, unless that was
     * deleted.
     *
     * @param from null for a list from the initial cursor
     * @param hasReached whether any record is not below the bound
     * @return whether that record is missing, although it was read in this sync
     */
    public boolean isMissing(@Nullable Cursor from, boolean hasReached) {
        boolean nothing = from != null && !hasReached;
        nothingAtStart = nothing && Objects.equals(from, start);
        return nothing && !nothingAtStart;
    }

    /** Whether all pages were in ascending order so far. */
    public boolean isInOrder() {
        return inOrder;
    }

    public PageCursors page() {
        return page;
    }

    /** The greatest value seen; null before the first. */
    @Nullable
    public Cursor position() {
        return position;
    }

    /** The second greatest value seen, or the one that the sync started at; null when there is neither. */
    @Nullable
    public Cursor belowPosition() {
        return belowPosition;
    }

    /** The value up to which no row is known to be missing; null before the first. */
    @Nullable
    public Cursor reached() {
        return reached;
    }

    /** The value to store once all rows are written: the greatest value seen, or the stored one when that is greater. */
    @Nullable
    public Cursor end() {
        return position == null || (reached != null && reached.compareTo(position) > 0) ? reached : position;
    }

    /** The smallest step seen. */
    public Tick finest() {
        return finest;
    }

    /**
     * The value up to which rows are complete once a chunk of the page is written.
     *
     * @param next the row after the chunk; null at the page's end
     * @param ceiling the limit that they cannot pass yet; null for none
     * @return null when there is none yet
     */
    @Nullable
    public Cursor after(
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

    /** The ignored records with their numbers, and missing records. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        ignored.forEach((why, count) -> warnings.add(count + " records " + why));
        if (nothingAtStart) {
            warnings.add("the API returned no record since the stored cursor, not even the one with `" + start
                    + "`: it was changed or deleted, or the API does not honour the cursor as it is sent;"
                    + " check query, cursorFormat and boundary");
        }
        return warnings;
    }

    /** The last value in the chunk below the limit; without a limit, below the last one. */
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
