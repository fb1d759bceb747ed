package dev.tidemark.strategy;

import java.util.Arrays;
import java.util.List;

/**
 * Detects a cursor that is computed when it is read, like {@code now()} in a view: the same rows are returned repeatedly,
 * and only their cursor changes. This may also happen a few times when all rows were changed in the meantime, especially
 * with small pages.
 */
public final class RepeatedPages {

    private static final int MOST_REPEATS = 3;
    private static final int MOST_ROWS = 12;

    private int before;
    private int page;
    private int rows;
    private int repeats;

    public void pageStarts() {
        page = 1;
        rows = 0;
    }

    public void see(List<Object> key) {
        page = 31 * page + Arrays.deepHashCode(key.toArray());
        rows++;
    }

    /**
     * Called when a full page has ended past its first cursor; returns whether this happened too often with the same keys.
     */
    public boolean hasMoved() {
        repeats = page == before ? repeats + 1 : 0;
        before = page;
        return repeats >= MOST_REPEATS && repeats * rows >= MOST_ROWS;
    }
}
