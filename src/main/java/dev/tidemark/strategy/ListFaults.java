package dev.tidemark.strategy;

import org.jspecify.annotations.Nullable;

/** The ways in which a list shows that rows of it may have been passed over. Each ends the sync, with what to change. */
final class ListFaults {

    private static final int MOST_WALKS = 20;
    private static final int MOST_EMPTY_PAGES = 100;

    private final CursorSettings settings;
    private final Paginator continuation;

    ListFaults(CursorSettings settings, Paginator continuation) {
        this.settings = settings;
        this.continuation = continuation;
    }

    void requireOrder(boolean inOrder) {
        if (!inOrder) {
            throw new IllegalStateException("the list is not in ascending order of " + settings.field()
                    + (continuation.isOrdered()
                            ? ", so it cannot be gone on with from cursor and key; ask for that order in query and nextQuery"
                            : ", as order says; ask for that order in query, or leave order out and begin anew with"
                                    + " `state reset`"));
        }
    }

    /** @param walks how often a part of the list was begun */
    void requireQuiet(int walks) {
        if (walks > MOST_WALKS) {
            throw restless(MOST_WALKS);
        }
    }

    IllegalStateException restless(int walks) {
        return new IllegalStateException("the list was changed under the requests " + walks
                + " times in a row, so it cannot be told whether rows were passed over; ask for ascending order of "
                + settings.field()
                + " in query and set order to `ascending`, or sync when it is quieter; if nothing"
                + " is changed there, the API does not go on as it is asked to");
    }

    /**
     * Records came on two pages of a list that rests, in place of others.
     *
     * @param rows how many records a walk brought
     * @param distinct how many different ones all walks brought together
     * @param resized whether the walks had several page sizes
     */
    IllegalStateException overlap(long rows, long distinct, int walks, boolean resized) {
        return new IllegalStateException("the list has " + rows + " records, and " + walks + " walks brought only "
                + distinct + " different ones: some come on two pages and others on none, as records that share a `"
                + settings.field()
                + "` are in another order on each page; ask in query for a sort that ends in a unique"
                + " field, such as " + settings.field() + ",id"
                + (resized
                        ? ""
                        : "; if the API repeats records at the start of a page on purpose, set order to `ascending`"));
    }

    void requireRecords(ListSegment list) {
        if (list.answers() - list.pages() > MOST_EMPTY_PAGES || list.keys().pagesWithoutNew() > MOST_EMPTY_PAGES) {
            throw new IllegalStateException("the list brought nothing new on " + MOST_EMPTY_PAGES
                    + " pages in a row, and the API still reports a next page: it leads nowhere");
        }
    }

    /** Going on from the middle of a tie must come to the rest of it. */
    void requireRestOfTie(ListSegment list, @Nullable Cursor from, PageCursors page) {
        if (continuation.readsTies() || from == null || !list.endsInTie()) {
            return;
        }
        Cursor least = page.least();
        boolean later = least != null && least.compareTo(from) > 0;
        boolean nothing = least == null && list.rows().rows() >= LargestPage.LOOKS_LIKE_A_LIMIT;
        if (later || nothing) {
            throw new IllegalStateException("a full page holds records of the cursor `" + from
                    + "` only, and the page after it " + (nothing ? "none" : "begins later")
                    + ": the API may have passed over others with that cursor, and cannot be asked for them;"
                    + " use the strategy offset with a sort that ends in a unique field");
        }
    }

    /** A page that looks cut inside a tie, of an API that never told of a next page. */
    static IllegalStateException cutInTie(PageCursors page, @Nullable Cursor from, String place) {
        return new IllegalStateException("all " + page.rows() + " records of a full page share the cursor `" + from
                + "`, and no answer told of a next page at " + place
                + ", so what follows them cannot be asked for; correct that place");
    }
}
