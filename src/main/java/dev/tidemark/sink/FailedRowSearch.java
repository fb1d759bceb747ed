package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a batch that are still to be written, in slices. First, all rows are written in one statement. When it is
 * refused, a binary search finds the failed row. The rows that were not tried yet are then written in one statement again.
 */
final class FailedRowSearch {

    private static final int FEW = 10;

    private List<Rows.Row> untried;
    /** At least one of these failed. */
    private List<Rows.Row> candidates = List.of();
    /** Valid rows that were undone with a transaction. */
    private List<Rows.Row> undone = new ArrayList<>();

    private List<Rows.Row> slice = List.of();
    private int found;
    private int done;

    FailedRowSearch(List<Rows.Row> rows) {
        this.untried = rows;
    }

    boolean hasNext() {
        return !candidates.isEmpty() || !untried.isEmpty() || !undone.isEmpty();
    }

    /** The rows of the next statement. */
    List<Rows.Row> next() {
        if (!candidates.isEmpty()) {
            slice = candidates.subList(0, Math.max(1, candidates.size() / 2));
        } else if (untried.isEmpty()) {
            slice = undone;
            untried = undone;
            undone = new ArrayList<>();
        } else {
            // When many rows fail, a statement gets as many rows as are likely to contain one of them.
            int size = found < FEW ? untried.size() : Math.max(1, done / found);
            slice = untried.subList(0, Math.min(size, untried.size()));
        }
        return slice;
    }

    /** Reports that the slice was written. */
    void written() {
        take();
    }

    /**
     * The slice was refused.
     *
     * @return whether the slice is the failed row; otherwise smaller slices follow
     */
    boolean refused() {
        boolean one = slice.size() == 1;
        List<Rows.Row> others = candidates;
        if (one) {
            found++;
            take();
            others = candidates;
            candidates = List.of();
        } else if (candidates.isEmpty()) {
            others = List.of();
            untried = rest(untried);
            candidates = slice;
        } else {
            others = rest(candidates);
            candidates = slice;
        }
        if (!others.isEmpty()) {
            List<Rows.Row> more = new ArrayList<>(others);
            more.addAll(untried);
            untried = more;
        }
        return one;
    }

    /** Adds a row to be written next. */
    void add(Rows.Row row) {
        List<Rows.Row> more = new ArrayList<>(List.of(row));
        more.addAll(untried);
        untried = more;
    }

    /** Adds rows whose write was undone. */
    void undone(List<Rows.Row> rows) {
        undone.addAll(rows);
    }

    private void take() {
        done += slice.size();
        if (candidates.isEmpty()) {
            untried = rest(untried);
        } else {
            candidates = rest(candidates);
        }
    }

    private List<Rows.Row> rest(List<Rows.Row> rows) {
        return rows.subList(slice.size(), rows.size());
    }
}
