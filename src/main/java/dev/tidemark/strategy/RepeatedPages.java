package dev.tidemark.strategy;

import java.util.Arrays;
import java.util.List;

/**
 * Finds out that a table's cursor is made when it is read, as {@code now()} in a view is: then the same rows come again and again,
 * and only their cursor moves. A few times that may happen when all of them were changed meanwhile, the more so on small pages.
 */
final class RepeatedPages {

    private static final int MOST_REPEATS = 3;
    private static final int MOST_ROWS = 12;

    private int before;
    private int page;
    private int rows;
    private int repeats;

    void pageStarts() {
        page = 1;
        rows = 0;
    }

    void see(List<Object> key) {
        page = 31 * page + Arrays.deepHashCode(key.toArray());
        rows++;
    }

    /** A full page has ended beyond the cursor at which it began; whether this went on for too long with the same keys. */
    boolean hasMoved() {
        repeats = page == before ? repeats + 1 : 0;
        before = page;
        return repeats >= MOST_REPEATS && repeats * rows >= MOST_ROWS;
    }
}
