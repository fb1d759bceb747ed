package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a batch that are still to be written, in slices. All go in one statement; when that is refused, the row at
 * fault is searched by halving what is known to hold one, and all that was not looked at goes in one statement again. The
 * row that the database named is tried first.
 */
final class FailedRowSearch {

    private static final int FEW = 10;

    private List<Rows.Row> untried;
    /** Among these is one at fault. */
    private List<Rows.Row> suspects = List.of();
    /** Without fault, but undone with a transaction. */
    private List<Rows.Row> undone = new ArrayList<>();

    private List<Rows.Row> slice = List.of();
    private boolean named;
    private int found;
    private int done;

    FailedRowSearch(List<Rows.Row> rows) {
        this.untried = rows;
    }

    boolean hasNext() {
        return !suspects.isEmpty() || !untried.isEmpty() || !undone.isEmpty();
    }

    /** The rows of the next statement. */
    List<Rows.Row> next() {
        if (!suspects.isEmpty()) {
            slice = suspects.subList(0, named ? 1 : Math.max(1, suspects.size() / 2));
        } else if (untried.isEmpty()) {
            slice = undone;
            untried = undone;
            undone = new ArrayList<>();
        } else {
            // When many are at fault, a statement holds so many rows as are likely to hold one of them.
            int size = found < FEW ? untried.size() : Math.max(1, done / found);
            slice = untried.subList(0, Math.min(size, untried.size()));
        }
        return slice;
    }

    /** The slice is in the table. */
    void written() {
        take();
    }

    /**
     * The slice was refused.
     *
     * @param suspect the place in it of the row that the database named; -1 when it named none
     * @return whether it is the one row at fault; else there will be smaller slices
     */
    boolean refused(int suspect) {
        boolean one = slice.size() == 1;
        List<Rows.Row> others = suspects;
        if (one) {
            found++;
            take();
            others = suspects;
            suspects = List.of();
            named = false;
        } else if (suspects.isEmpty()) {
            others = List.of();
            List<Rows.Row> refused = new ArrayList<>(slice);
            untried = rest(untried);
            named = suspect >= 0 && suspect < refused.size();
            if (named) {
                refused.add(0, refused.remove(suspect));
            }
            suspects = refused;
        } else {
            others = rest(suspects);
            suspects = slice;
        }
        if (!others.isEmpty()) {
            List<Rows.Row> more = new ArrayList<>(others);
            more.addAll(untried);
            untried = more;
        }
        return one;
    }

    /** Another row is to be written, the next of all. */
    void add(Rows.Row row) {
        List<Rows.Row> more = new ArrayList<>(List.of(row));
        more.addAll(untried);
        untried = more;
    }

    /** Rows that were written are so no longer. */
    void undone(List<Rows.Row> rows) {
        undone.addAll(rows);
    }

    private void take() {
        done += slice.size();
        if (suspects.isEmpty()) {
            untried = rest(untried);
        } else {
            suspects = rest(suspects);
            named = false;
        }
    }

    private List<Rows.Row> rest(List<Rows.Row> rows) {
        return rows.subList(slice.size(), rows.size());
    }
}
