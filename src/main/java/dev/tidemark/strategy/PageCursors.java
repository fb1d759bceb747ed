package dev.tidemark.strategy;

import org.jspecify.annotations.Nullable;

/** The cursors of one page, in the order in which they came. */
final class PageCursors {

    private int rows;
    private boolean inOrder = true;
    private @Nullable Cursor previous;
    private @Nullable Cursor least;
    private @Nullable Cursor greatest;
    private @Nullable Cursor belowGreatest;

    /** @param cursor null for a record whose cursor does not count */
    void see(@Nullable Cursor cursor) {
        rows++;
        if (cursor == null) {
            return;
        }
        if (previous != null && cursor.compareTo(previous) < 0) {
            inOrder = false;
        }
        previous = cursor;
        if (least == null || cursor.compareTo(least) < 0) {
            least = cursor;
        }
        if (greatest == null || cursor.compareTo(greatest) > 0) {
            belowGreatest = greatest;
            greatest = cursor;
        }
    }

    int rows() {
        return rows;
    }

    boolean inOrder() {
        return inOrder;
    }

    @Nullable
    Cursor least() {
        return least;
    }

    @Nullable
    Cursor greatest() {
        return greatest;
    }

    /** The greatest value but one, of a page in order. */
    @Nullable
    Cursor belowGreatest() {
        return belowGreatest;
    }
}
