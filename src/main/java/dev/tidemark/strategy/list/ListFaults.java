package dev.tidemark.strategy.list;

import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.LargestPage;
import dev.tidemark.strategy.cursor.PageCursors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors of a list that may have lost rows. Each ends the sync, and says what to change. */
final class ListFaults {

    private static final int MOST_PASSES = 20;
    private static final int MOST_EMPTY_PAGES = 100;

    private final CursorSettings settings;
    private final Paginator paginator;

    ListFaults(CursorSettings settings, Paginator paginator) {
        this.settings = settings;
        this.paginator = paginator;
    }

    void requireOrder(boolean inOrder) {
        if (!inOrder) {
            throw new IllegalStateException("the list is not in ascending order of " + settings.field()
                    + (paginator.isOrdered()
                            ? ", so keyset pagination cannot continue; request that order in query and nextQuery"
                            : ", as the parameter order declares; request that order in query, or remove order"
                                    + " and restart with"
                                    + " `state reset`"));
        }
    }

    IllegalStateException notNewestFirst() {
        return new IllegalStateException("the list is not in descending order of " + settings.field()
                + ", as the parameter order declares; request that order in query, exclude records that the API lists"
                + " first for another reason (pinned ones, for example), or remove order");
    }

    /** @param passes how often a part of the list was read */
    void requireQuiet(int passes) {
        if (passes > MOST_PASSES) {
            throw restless(MOST_PASSES);
        }
    }

    IllegalStateException restless(int passes) {
        return new IllegalStateException("the list changed while it was read, " + passes
                + " times in a row, so rows may have been skipped; request ascending order of "
                + settings.field()
                + " in query and set order to `ascending`, or sync when there are fewer changes; if nothing"
                + " changes there, the API does not page as requested");
    }

    /**
     * Records came on two pages of an unchanged list, instead of others.
     *
     * @param rows how many records one pass returned
     * @param distinct how many different ones all passes returned together
     * @param resized whether the passes had several page sizes
     */
    IllegalStateException overlap(long rows, long distinct, int passes, boolean resized) {
        return new IllegalStateException("the list has " + rows + " records, and " + passes + " passes returned only "
                + distinct + " different ones: some are on two pages and others on none, because records that share a `"
                + settings.field()
                + "` have another order on each page; in query, request a sort that ends in a unique field,"
                + " such as " + settings.field() + ",id"
                + (resized
                        ? ""
                        : "; if the API repeats records at the start of a page on purpose, set order to `ascending`"));
    }

    void requireRecords(ListSegment list) {
        requireRecords(Math.max(list.responses() - list.pages(), list.keys().pagesWithoutNew()));
    }

    void requireRecords(int pagesWithoutNew) {
        if (pagesWithoutNew > MOST_EMPTY_PAGES) {
            throw new IllegalStateException("the API returned no new records on " + MOST_EMPTY_PAGES
                    + " pages in a row and still reports a next page");
        }
    }

    /** Paging from the middle of a tie must return the rest of it. */
    void requireRestOfTie(ListSegment list, @Nullable Cursor from, PageCursors page) {
        if (paginator.readsTies() || from == null || !list.endsInTie()) {
            return;
        }
        Cursor least = page.least();
        boolean later = least != null && least.compareTo(from) > 0;
        boolean nothing = least == null && list.rows().rows() >= LargestPage.LOOKS_LIKE_A_LIMIT;
        if (later || nothing) {
            throw new IllegalStateException("a full page has only records with the cursor `" + from
                    + "`, and the next page " + (nothing ? "has none" : "starts later")
                    + ": the API may have skipped others with that cursor, and they cannot be requested; use"
                    + " the strategy offset with a sort that ends in a unique field");
        }
    }

    /**
     * What may be wrong with a list that was read.
     *
     * @param withoutKey how many records have no field of the key that the source names
     * @param toTheEnd whether it was read by the API's own pagination, and not from its greatest cursor again
     */
    List<String> warnings(ListSegment list, long withoutKey, boolean toTheEnd) {
        List<String> warnings = new ArrayList<>();
        if (withoutKey > 0) {
            warnings.add(withoutKey + " records have no keyField; all their fields together identify them");
        }
        long repeated = list.keys().twiceOnOne();
        if (repeated > 0) {
            warnings.add(repeated + " records came twice on their page; the last one of each is used");
        }
        String noNextPage = toTheEnd ? missingNextPage(list.rows().rows()) : null;
        if (noNextPage != null) {
            warnings.add(noNextPage);
        }
        return warnings;
    }

    /** A warning that no response reported a next page; null when one did, or so few records need none. */
    @Nullable
    String missingNextPage(long records) {
        String place = paginator.missingNextPage();
        return place == null || records < LargestPage.LOOKS_LIKE_A_LIMIT
                ? null
                : "no response reported a next page at " + place
                        + "; if the API has more pages, rows are missing: correct that parameter";
    }

    /** A page that looks truncated inside a tie, of an API that never reported a next page. */
    static IllegalStateException cutInTie(PageCursors page, @Nullable Cursor from, String place) {
        return new IllegalStateException("all " + page.rows() + " records of a full page share the cursor `" + from
                + "`, and no response reported a next page at " + place
                + ", so the following records cannot be requested; correct that parameter");
    }
}
