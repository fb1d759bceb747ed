package dev.tidemark.strategy.cursor;

import org.jspecify.annotations.Nullable;

/** The cursors of one page, in the order in which they came. */
public final class PageCursors {

    private int rows;
    private @Nullable Integer elements;
    private boolean readable;
    private boolean inOrder = true;
    private @Nullable Cursor previous;
    private @Nullable Cursor least;
    private @Nullable Cursor greatest;
    private @Nullable Cursor belowGreatest;

    /** @param before the last cursor of the previous page; null for the first page of a list */
    PageCursors(@Nullable Cursor before) {
        this.previous = before;
    }

    /** Adds a record whose cursor is not valid. */
    void seeUnusable(boolean isReadable) {
        rows++;
        readable |= isReadable;
    }

    void see(Cursor cursor) {
        rows++;
        readable = true;
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

    /** The page's records are nested in so many elements. */
    public void nestedIn(int count) {
        elements = count;
    }

    /** Whether it has elements, but neither records nor cursors. */
    boolean isBare() {
        return rows == 0 && rows() > 0;
    }

    /** How many records it has, as the API counts: elements, where records are nested in these. */
    public int rows() {
        return elements == null ? rows : elements;
    }

    /** Whether any record is not below a bound. */
    public boolean reaches(Bound bound) {
        return rows() > 0 && (greatest == null || greatest.compareTo(bound.value()) >= 0);
    }

    /** Whether any record had a readable cursor, including one in the future. */
    boolean isReadable() {
        return readable;
    }

    public boolean inOrder() {
        return inOrder;
    }

    @Nullable
    public Cursor least() {
        return least;
    }

    @Nullable
    public Cursor greatest() {
        return greatest;
    }

    /** The second greatest value, of an ordered page. */
    @Nullable
    public Cursor belowGreatest() {
        return belowGreatest;
    }

    /** The last cursor. */
    @Nullable
    Cursor last() {
        return previous;
    }
}
