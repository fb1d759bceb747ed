package dev.tidemark.strategy.cursor;

import org.jspecify.annotations.Nullable;

/** The largest page of a sync so far. It detects an undocumented limit at which the API truncates its responses. */
public final class LargestPage {

    /** Below this size, two equally long pages are a coincidence; from here on they suggest a limit of the API. */
    public static final int LOOKS_LIKE_A_LIMIT = 10;

    private int rows;
    private @Nullable Cursor least;

    /** Whether the page is as long as the largest one, although the bound excludes records of that one. */
    public boolean isReachedBy(PageCursors page, Bound bound, boolean inclusive) {
        Cursor from = page.least();
        if (!isAsLongAs(page) || least == null || from == null || from.compareTo(least) <= 0) {
            return false;
        }
        int order = least.compareTo(bound.value());
        return order < 0 || (order == 0 && !inclusive);
    }

    /** Whether the page is as long as the largest one, and not by coincidence. */
    public boolean isAsLongAs(PageCursors page) {
        return page.rows() >= LOOKS_LIKE_A_LIMIT && page.rows() == rows;
    }

    public void see(PageCursors page) {
        Cursor from = page.least();
        if (page.rows() < rows || from == null) {
            return;
        }
        if (page.rows() > rows || least == null || from.compareTo(least) < 0) {
            least = from;
        }
        rows = page.rows();
    }
}
