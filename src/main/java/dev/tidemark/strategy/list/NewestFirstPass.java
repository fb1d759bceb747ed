package dev.tidemark.strategy.list;

import dev.tidemark.strategy.cursor.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a list that begins with its newest records, compared with the pass before. Records below the stored cursor
 * do not count.
 */
final class NewestFirstPass {

    /** So many records below the stored cursor are not just a few that the API lists first for another reason. */
    private static final int CERTAINLY_BELOW = 100;

    private final @Nullable Cursor stored;
    private final @Nullable NewestFirstPass before;
    private final HashSet64 keys = new HashSet64();
    private List<Long> previousPage = new ArrayList<>();
    private List<Long> page = new ArrayList<>();
    private int repeatedOnPage;

    private int responses;
    private int seen;
    private int pagesWithoutNew;
    private @Nullable Cursor top;
    private @Nullable Cursor last;
    private boolean reachesStored;
    private boolean goesBelowStored;
    private boolean overlaps;
    private long readAgain;
    private long unexpected;

    /**
     * Starts a pass.
     *
     * @param stored where an earlier sync began; null for none
     * @param before the pass to compare with; null for none
     */
    NewestFirstPass(@Nullable Cursor stored, @Nullable NewestFirstPass before) {
        this.stored = stored;
        this.before = before;
    }

    /**
     * Adds a record of a page.
     *
     * @return whether it is out of order within its page
     */
    boolean isOutOfOrder(long key, Cursor cursor) {
        boolean wrong = last != null && cursor.compareTo(last) > 0;
        boolean betweenPages = wrong && page.isEmpty() && responses > 0;
        overlaps |= betweenPages;
        last = cursor;
        seen++;
        top = top == null || cursor.compareTo(top) > 0 ? cursor : top;
        int order = stored == null ? 1 : cursor.compareTo(stored);
        reachesStored |= order >= 0;
        goesBelowStored |= order < 0;
        page.add(key);
        if (order >= 0 && keys.add(key)) {
            compare(key, cursor);
        } else if (order >= 0) {
            repeatedOnPage++;
        }
        return wrong && !betweenPages;
    }

    private void compare(long key, Cursor cursor) {
        if (before != null && before.keys.contains(key)) {
            readAgain++;
        } else if (before != null && before.top != null && cursor.compareTo(before.top) <= 0) {
            unexpected++;
        }
    }

    /** Called at the end of a page. Records that newer ones pushed onto it are those with which the page before ended. */
    void pageEnds() {
        int repeated = repeatedOnPage;
        int end = previousPage.size();
        boolean isShift = repeated <= Math.min(end, page.size())
                && page.subList(0, repeated).equals(previousPage.subList(end - repeated, end));
        overlaps |= repeated > 0 && !isShift;
        pagesWithoutNew = repeated == page.size() ? pagesWithoutNew + 1 : 0;
        responses++;
        previousPage = page;
        page = new ArrayList<>();
        repeatedOnPage = 0;
    }

    /** Whether it has come to records that an earlier sync has read. */
    boolean isOver() {
        boolean certain = reachesStored || (responses > 1 && seen >= CERTAINLY_BELOW);
        return certain && stored != null && last != null && last.compareTo(stored) < 0;
    }

    /** Whether nothing is missing: it was one response, or the pass before had the same records. */
    boolean isWhole() {
        return responses <= 1 || (before != null && !overlaps && unexpected == 0 && readAgain == before.keys.size());
    }

    /** Whether the pass before was out of order as well, and the list has not changed: no newer record pushed any on. */
    boolean isAlwaysOutOfOrder() {
        return before != null
                && before.overlaps
                && overlaps
                && Objects.equals(top, before.top)
                && readAgain == before.keys.size()
                && keys.size() == before.keys.size();
    }

    /** The greatest cursor up to which nothing is missing, once it is whole; null when it has no records. */
    @Nullable
    Cursor wholeTo() {
        return responses <= 1 || before == null ? top : before.top;
    }

    /** Whether it has no record that an earlier sync can have read. */
    boolean missesStored() {
        return stored != null && !goesBelowStored && (last == null || last.compareTo(stored) > 0);
    }

    int records() {
        return (int) keys.size();
    }

    /** How many pages in a row had no new records. */
    int pagesWithoutNew() {
        return pagesWithoutNew;
    }
}
