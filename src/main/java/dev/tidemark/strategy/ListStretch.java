package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of a list from its beginning, in the API's own way of going on. */
final class ListStretch {

    private final @Nullable Cursor from;
    private final RowDigest rows = new RowDigest();

    private RowDigest page = new RowDigest();
    private int answers;
    private int pages;
    private boolean allCount = true;
    private boolean endsInTie;
    private @Nullable Cursor last;
    private @Nullable Cursor greatestOfFirst;
    private @Nullable Cursor top;
    private @Nullable Cursor belowTop;
    private int answersToTop;
    private final RowDigest tie = new RowDigest();

    /** @param from where the list begins; null for its very beginning */
    ListStretch(@Nullable Cursor from) {
        this.from = from;
    }

    /**
     * Takes a record of a page.
     *
     * @param cursor null when it does not count
     */
    void add(Map<String, @Nullable Object> row, @Nullable Cursor cursor) {
        page.add(row);
        allCount &= cursor != null;
        if (cursor != null) {
            last = cursor;
        }
        if (!isBeyond(last)) {
            tie.add(row);
        }
    }

    private boolean isBeyond(@Nullable Cursor cursor) {
        return cursor != null && (from == null || cursor.compareTo(from) > 0);
    }

    /** @param further whether the page brought more of the list */
    void pageEnds(PageCursors cursors, boolean further) {
        answers++;
        if (!further) {
            return;
        }
        rows.addAll(page);
        page = new RowDigest();
        Cursor greatest = cursors.greatest();
        if (pages++ == 0) {
            greatestOfFirst = greatest;
        }
        if (top == null && isBeyond(greatest)) {
            top = greatest;
            belowTop = cursors.belowGreatest();
            answersToTop = answers;
        }
        endsInTie = top == null && allCount && from != null && last != null && from.equals(last);
    }

    /** How many answers there were. */
    int answers() {
        return answers;
    }

    /** How many of them brought more of the list. */
    int pages() {
        return pages;
    }

    /** All rows. */
    RowDigest rows() {
        return rows;
    }

    /** Whether the pages so far hold only records that share the cursor of the beginning, or lie before it. */
    boolean endsInTie() {
        return endsInTie;
    }

    @Nullable
    Cursor greatestOfFirstPage() {
        return greatestOfFirst;
    }

    /**
     * The greatest cursor of the first page that has one beyond the beginning: in a list in order, no row below it is
     * missing. Null while all lie at the beginning.
     */
    @Nullable
    Cursor top() {
        return top;
    }

    /** The greatest cursor but one of that page. */
    @Nullable
    Cursor belowTop() {
        return belowTop;
    }

    /** How many answers there were up to that page. */
    int answersToTop() {
        return answersToTop;
    }

    /** The rows before the first that lies beyond the beginning. */
    RowDigest tie() {
        return tie;
    }
}
