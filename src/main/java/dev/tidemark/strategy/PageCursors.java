package dev.tidemark.strategy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The cursors of one page, in the order in which they came. */
final class PageCursors {

    private static final int MOST_UNCONFIRMED = 64;

    private final Deque<Cursor> last = new ArrayDeque<>();
    private int rows;
    private int usable;
    private boolean inOrder = true;
    private @Nullable Cursor previous;
    private @Nullable Cursor least;
    private @Nullable Cursor greatest;
    private @Nullable Cursor belowGreatest;

    /** @param before the last cursor of the page that this one goes on from; null for the first page of a list */
    PageCursors(@Nullable Cursor before) {
        this.previous = before;
    }

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
        usable++;
        last.addLast(cursor);
        if (last.size() > MOST_UNCONFIRMED + 1) {
            last.removeFirst();
        }
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

    /** The last cursor. */
    @Nullable
    Cursor last() {
        return previous;
    }

    /**
     * The value that enough later rows of the page have confirmed: a quarter of it, at most 64. A list that is not in
     * order of the cursor may still look so up to one row that was edited lately; not up to so many in a row.
     *
     * @return null when the page is too short to confirm any
     */
    @Nullable
    Cursor confirmed() {
        int unconfirmed = Math.max(1, Math.min(usable / 4, MOST_UNCONFIRMED));
        return last.size() <= unconfirmed
                ? null
                : last.stream().skip(last.size() - unconfirmed - 1L).findFirst().orElse(null);
    }

    boolean isOneValue() {
        return least != null && greatest != null && least.compareTo(greatest) == 0;
    }
}
