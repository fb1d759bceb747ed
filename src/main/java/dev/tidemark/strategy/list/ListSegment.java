package dev.tidemark.strategy.list;

import dev.tidemark.strategy.RecordKey;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.PageCursors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a list that was read from its beginning by the API's own pagination. */
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
    private int responses;
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
    private int responsesToTop;
    private RowDigest readToTop = new RowDigest();
    private final RowDigest tie = new RowDigest();

    /**
     * Starts a list.
     *
     * @param from where it starts; null for its very beginning
     * @param ordered whether only records that share the first cursor are read by the API's own pagination
     * @param united the passes that this one is united with; null for none
     */
    ListSegment(@Nullable Cursor from, boolean ordered, RecordKey key, @Nullable UnitedWalks united) {
        this.from = from;
        this.ordered = ordered;
        this.key = key;
        this.united = united;
    }

    /**
     * Adds a record of a page.
     *
     * @param cursor null when it is not valid
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
     * Called at the end of a page.
     *
     * @param further whether it has more of the list
     * @param date its time by the API's own clock; null when unknown
     */
    void pageEnds(PageCursors cursors, boolean further, @Nullable Instant date) {
        responses++;
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
        largestPage = Math.max(largestPage, Math.min(page.rows(), cursors.rows()));
        rows.addAll(page);
        tie.addAll(tieOfPage);
        Cursor greatest = cursors.greatest();
        if (pages++ == 0) {
            greatestOfFirst = greatest;
        }
        if (top == null && isBeyond(greatest)) {
            top = greatest;
            belowTop = cursors.belowGreatest();
            responsesToTop = responses;
            readToTop = rows.without(topOfPage);
        }
        endsInTie = top == null && allCount && from != null && last != null && from.equals(last);
    }

    /** How many responses there were. */
    int responses() {
        return responses;
    }

    /** How many of them had more of the list. */
    int pages() {
        return pages;
    }

    /** All rows. */
    RowDigest rows() {
        return rows;
    }

    /** Whether the pages so far have only records that share the first cursor, or are before it. */
    boolean endsInTie() {
        return endsInTie;
    }

    @Nullable
    Cursor greatestOfFirstPage() {
        return greatestOfFirst;
    }

    /**
     * The greatest cursor of the first page that goes past the beginning: in an ordered list, no row below it is missing.
     * Null while all cursors are at the beginning.
     */
    @Nullable
    Cursor top() {
        return top;
    }

    /** The second greatest cursor of that page. */
    @Nullable
    Cursor belowTop() {
        return belowTop;
    }

    /** How many responses there were up to that page. */
    int responsesToTop() {
        return responsesToTop;
    }

    /** The rows before the first one past the beginning. */
    RowDigest tie() {
        return tie;
    }

    /** The rows up to {@link #top}, without those that share it: the page end may split their tie. */
    RowDigest readToTop() {
        return readToTop;
    }

    /** The keys of the records read by the API's own pagination. */
    PageKeys keys() {
        return keys;
    }

    /** How many records the largest page has. */
    int largestPage() {
        return (int) largestPage;
    }

    /** The time of the earliest response, by the API's own clock; null when a response has no time. */
    @Nullable
    Instant earliest() {
        return undated ? null : earliest;
    }
}
