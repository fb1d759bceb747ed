package dev.tidemark.strategy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of a list from its beginning, in the API's own way of going on. */
final class ListSegment {

    private final @Nullable Cursor from;
    private final boolean ordered;
    private final RecordKey key;
    private final @Nullable UnitedWalks united;
    private final PageKeys keys = new PageKeys();
    private final List<long[]> toUnite = new ArrayList<>();
    private final RowDigest rows = new RowDigest();

    private RowDigest page = new RowDigest();
    private RowDigest tieOfPage = new RowDigest();
    private RowDigest topOfPage = new RowDigest();
    private @Nullable Cursor greatestOfPage;
    private int answers;
    private long largestPage;
    private boolean undated;
    private @Nullable Instant earliest;
    private int pages;
    private boolean allCount = true;
    private boolean endsInTie;
    private @Nullable Cursor last;
    private @Nullable Cursor greatestOfFirst;
    private @Nullable Cursor top;
    private @Nullable Cursor belowTop;
    private int answersToTop;
    private RowDigest readToTop = new RowDigest();
    private final RowDigest tie = new RowDigest();

    /**
     * Begins a list.
     *
     * @param from where it begins; null for its very beginning
     * @param ordered whether only what shares the cursor of the beginning is to be read in the API's own way
     * @param united the walks that this one is united with; null for none
     */
    ListSegment(@Nullable Cursor from, boolean ordered, RecordKey key, @Nullable UnitedWalks united) {
        this.from = from;
        this.ordered = ordered;
        this.key = key;
        this.united = united;
    }

    /**
     * Takes a record of a page.
     *
     * @param cursor null when it does not count
     */
    void add(Map<String, @Nullable Object> row, @Nullable Cursor cursor) {
        long hash = RowDigest.hash(row);
        page.add(hash);
        allCount &= cursor != null;
        last = cursor == null ? last : cursor;
        if (cursor != null && (greatestOfPage == null || cursor.compareTo(greatestOfPage) > 0)) {
            greatestOfPage = cursor;
            topOfPage = new RowDigest();
        }
        if (cursor != null && cursor.equals(greatestOfPage)) {
            topOfPage.add(hash);
        }
        boolean inTie = !isBeyond(last);
        if (inTie) {
            tieOfPage.add(hash);
        }
        if (inTie || !ordered) {
            long entry = keys.add(key.of(row));
            if (united != null) {
                toUnite.add(new long[] {entry, hash});
            }
        }
    }

    private boolean isBeyond(@Nullable Cursor cursor) {
        return cursor != null && (from == null || cursor.compareTo(from) > 0);
    }

    /**
     * A page has ended.
     *
     * @param further whether it brought more of the list
     * @param date when the API gave it, by its own clock; null when it does not say
     */
    void pageEnds(PageCursors cursors, boolean further, @Nullable Instant date) {
        answers++;
        undated |= date == null;
        earliest = earliest == null || (date != null && date.isBefore(earliest)) ? date : earliest;
        keys.pageEnds(further);
        if (united != null && further) {
            toUnite.forEach(row -> united.see(row[0], row[1]));
        }
        toUnite.clear();
        if (further) {
            add(cursors);
        }
        page = new RowDigest();
        tieOfPage = new RowDigest();
        topOfPage = new RowDigest();
        greatestOfPage = null;
    }

    private void add(PageCursors cursors) {
        largestPage = Math.max(largestPage, page.rows());
        rows.addAll(page);
        tie.addAll(tieOfPage);
        Cursor greatest = cursors.greatest();
        if (pages++ == 0) {
            greatestOfFirst = greatest;
        }
        if (top == null && isBeyond(greatest)) {
            top = greatest;
            belowTop = cursors.belowGreatest();
            answersToTop = answers;
            readToTop = rows.without(topOfPage);
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

    /** The rows up to {@link #top}, but for those that share it: their tie may be cut by the page's end. */
    RowDigest readToTop() {
        return readToTop;
    }

    /** The keys of what is read in the API's own way. */
    PageKeys keys() {
        return keys;
    }

    /** How many records the largest page has. */
    int largestPage() {
        return (int) largestPage;
    }

    /** When the API gave the earliest of the answers, by its own clock; null when it does not say so of each. */
    @Nullable
    Instant earliest() {
        return undated ? null : earliest;
    }
}
