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
    private @Nullable NewestFirstPass before;
    private final HashSet64 keys = new HashSet64();
    /** Keys with their cursors: a record comes again with another cursor once it was edited. */
    private final HashSet64 entries = new HashSet64();

    private final HashSet64 edited = new HashSet64();
    private List<Long> previousPage = new ArrayList<>();
    private List<Long> page = new ArrayList<>();
    private int repeatedOnPage;
    private boolean emptyElements;

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
        if (before != null) {
            before.before = null;
        }
    }

    /**
     * Adds a record of a page.
     *
     * @param certain whether its cursor is not in the future, so that no later record can be below it
     * @return whether it is out of order within its page
     */
    boolean isOutOfOrder(long key, Cursor cursor, boolean certain) {
        boolean wrong = last != null && cursor.compareTo(last) > 0;
        boolean betweenPages = wrong && page.isEmpty() && !emptyElements && responses > 0;
        overlaps |= betweenPages;
        see(cursor, certain);
        boolean counts = stored == null || cursor.compareTo(stored) >= 0;
        long entry = RowDigest.mixed(key ^ RowDigest.mixed(cursor.hashCode()));
        page.add(entry);
        if (counts && entries.add(entry)) {
            keys.add(key);
            compare(key, entry, cursor);
        } else if (counts) {
            repeatedOnPage++;
        }
        return wrong && !betweenPages;
    }

    /** Adds an element of the list that has no records. */
    void seeEmpty(@Nullable Cursor cursor, boolean certain) {
        emptyElements = true;
        if (cursor != null) {
            see(cursor, certain);
        }
    }

    private void see(Cursor cursor, boolean certain) {
        last = cursor;
        seen++;
        top = certain && (top == null || cursor.compareTo(top) > 0) ? cursor : top;
        int order = stored == null ? 1 : cursor.compareTo(stored);
        reachesStored |= order >= 0;
        goesBelowStored |= order < 0;
    }

    private void compare(long key, long entry, Cursor cursor) {
        NewestFirstPass compared = before;
        if (compared == null) {
            return;
        }
        boolean isNewer = compared.top == null || cursor.compareTo(compared.top) > 0;
        if (compared.entries.contains(entry) || (isNewer && compared.keys.contains(key) && edited.add(key))) {
            readAgain++;
        } else if (!isNewer) {
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
        pagesWithoutNew = repeated == page.size() && !emptyElements ? pagesWithoutNew + 1 : 0;
        emptyElements = false;
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
        return responses <= 1 || (before != null && !overlaps && unexpected == 0 && readAgain == before.entries.size());
    }

    /** Whether the pass before was out of order as well, and the list has not changed: no newer record pushed any on. */
    boolean isAlwaysOutOfOrder() {
        return before != null
                && before.overlaps
                && overlaps
                && Objects.equals(top, before.top)
                && readAgain == before.entries.size()
                && entries.size() == before.entries.size();
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
        return (int) entries.size();
    }

    /** How many pages in a row had no new records. */
    int pagesWithoutNew() {
        return pagesWithoutNew;
    }
}
