package dev.tidemark.strategy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the cursors of a list, read from its beginning without a gap, tell of its order. A list that is not in order of the
 * cursor may look so for some records, by chance or because they were edited one after the other; not for many.
 */
final class ListOrder {

    private static final int ENOUGH = 8;
    private static final int MOST_UNCONFIRMED = 64;

    private final Deque<Cursor> last = new ArrayDeque<>();
    private int ascents;
    private long rows;

    void see(Cursor cursor) {
        Cursor before = last.peekLast();
        if (before != null && cursor.compareTo(before) > 0) {
            ascents++;
        }
        rows++;
        last.addLast(cursor);
        if (last.size() > MOST_UNCONFIRMED + 1) {
            last.removeFirst();
        }
    }

    /** Whether enough records, each with a greater cursor than the one before, show that the list is in order. */
    boolean isShown() {
        return ascents >= ENOUGH;
    }

    /**
     * The last value that enough later records have confirmed: a quarter of them all, but at least 8 and at most 64.
     *
     * @return null when there are too few to confirm any
     */
    @Nullable
    Cursor confirmed() {
        int unconfirmed = (int) Math.max(ENOUGH, Math.min(rows / 4, MOST_UNCONFIRMED));
        return last.size() <= unconfirmed
                ? null
                : last.stream().skip(last.size() - unconfirmed - 1L).findFirst().orElse(null);
    }
}
