package dev.tidemark.strategy;

import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.LargestPage;
import dev.tidemark.strategy.cursor.PageCursors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an API truncates its responses where that loses rows, and whether it looks as if it does. */
final class TruncationCheck {

    /** Numbers at which APIs usually truncate their responses. */
    private static final Set<Integer> USUAL_LIMITS = Set.of(50, 100, 200, 250, 500, 1000);

    private final CursorSettings settings;
    private final @Nullable Integer pageSize;
    private final boolean fromStart;
    private final boolean limited;
    private final LargestPage longest = new LargestPage();

    private LargestPage largest = new LargestPage();
    private boolean hasRows;
    private boolean maybeCut;
    private int cutTie;

    /**
     * Begins a sync.
     *
     * @param pageSize the declared limit; null for none
     * @param fromStart whether it starts at the initial cursor
     * @param limited whether each request has an end of its own, so that only the next response has a part of its records
     */
    TruncationCheck(CursorSettings settings, @Nullable Integer pageSize, boolean fromStart, boolean limited) {
        this.settings = settings;
        this.pageSize = pageSize;
        this.fromStart = fromStart;
        this.limited = limited;
    }

    /** The placeholders of a request. */
    Map<String, String> values() {
        return pageSize == null ? Map.of() : Map.of("limit", pageSize.toString());
    }

    /** Whether a page has as many records as the declared limit. */
    boolean isFull(PageCursors page) {
        return pageSize != null && page.rows() >= pageSize;
    }

    /**
     * Compares a page with the ones before.
     *
     * @param newer whether it has a cursor greater than all before
     * @param position the greatest cursor seen
     * @throws IllegalStateException when it is truncated, and no request can continue from it
     */
    void see(PageCursors page, Bound bound, boolean newer, @Nullable Cursor position) {
        // A server may also truncate below the declared size.
        boolean cut = isFull(page) || (!newer && largest.isReachedBy(page, bound, settings.inclusive()));
        if (cut) {
            requireOrder(page);
        }
        if (cut && !newer) {
            throw new IllegalStateException("all " + page.rows() + " records of a full page share the cursor `"
                    + position
                    + "`, and a timestamp cannot page past them; have the API return more at a time, or use the"
                    + " strategy keyset"
                    + " or offset with a sort that ends in a unique field"
                    + (pageSize == null
                            ? ", or set pageSize to the number at which the API truncates its" + " responses"
                            : ""));
        }
        boolean isFirst = fromStart && !hasRows;
        maybeCut |= !page.inOrder() && (isFirst || USUAL_LIMITS.contains(page.rows()) || longest.isAsLongAs(page));
        hasRows |= page.rows() > 0;
        boolean oneTie = page.greatest() != null && Objects.equals(page.greatest(), page.least());
        cutTie = !newer && oneTie && largest.isAsLongAs(page) ? page.rows() : 0;
        if (limited) {
            largest = new LargestPage();
        }
        largest.see(page);
        longest.see(page);
    }

    /** @throws IllegalStateException when a truncated page is out of order */
    void requireOrder(PageCursors page) {
        if (!page.inOrder()) {
            throw new IllegalStateException("the API truncates its responses at " + page.rows()
                    + " records and they are not in ascending order of " + settings.field()
                    + ": continuing from the greatest would skip rows; request that order in query, or"
                    + " use another strategy");
        }
    }

    /** @param position the greatest cursor seen */
    List<String> warnings(@Nullable Cursor position) {
        List<String> warnings = new ArrayList<>();
        if (cutTie > 0) {
            warnings.add("all " + cutTie + " records of a response share the cursor `" + position
                    + "`: if the API truncates its responses there, rows are missing; set pageSize to"
                    + " that number");
        }
        if (maybeCut) {
            warnings.add("the responses are not in ascending order of " + settings.field()
                    + ": if the API truncates them at a number of records, rows are missing; request that order"
                    + " in query");
        }
        return warnings;
    }
}
