package dev.tidemark.strategy.list;

import dev.tidemark.strategy.cursor.Cursor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a list, or the tie at its start, was read completely. Two passes must return the same records, unless one
 * response was the whole list. No record may be on two pages, or the passes are united with others. A negative result
 * requires another pass.
 */
final class WalkCheck {

    /** How often an anchor may be missing from its place before the list is taken to be unordered. */
    private static final int MOST_MOVES = 5;

    private final Paginator paginator;
    private final ListFaults faults;
    private final TotalCheck total;
    private int passes;
    private int moves;
    private int mostOnAPage;
    private @Nullable RowDigest rowsBefore;
    private boolean wholeBefore = true;
    private @Nullable RowDigest rowsToTop;
    private @Nullable Cursor topBefore;
    private @Nullable UnitedWalks united;
    private boolean tieIsWhole;

    /**
     * Begins a sync.
     *
     * @param requireTotal whether a total above the records fails it
     * @param known the rows that an earlier sync has read where this one starts; null when unknown
     */
    WalkCheck(Paginator paginator, ListFaults faults, boolean requireTotal, @Nullable RowDigest known) {
        this.paginator = paginator;
        this.faults = faults;
        this.total = new TotalCheck(paginator, requireTotal);
        this.rowsBefore = known;
    }

    /** The passes that the next one is united with; null for none. */
    @Nullable
    UnitedWalks united() {
        return united;
    }

    /** How often a part of the list was read again. */
    int passes() {
        return passes;
    }

    void pageRead(ListSegment list) {
        mostOnAPage = Math.max(mostOnAPage, list.largestPage());
    }

    /** Called when the list starts elsewhere. */
    void listMoves() {
        again();
        passes = 0;
        moves = 0;
        united = null;
        tieIsWhole = false;
    }

    /** Called when the list is read again from its beginning. */
    void readAgain() {
        faults.requireQuiet(passes + 1);
        again();
    }

    private void again() {
        passes++;
        rowsBefore = null;
        rowsToTop = null;
    }

    /**
     * Called when the list is not as it seemed: it is read again from its beginning.
     *
     * @param anchor whether an anchor was not where it was
     */
    void moved(boolean anchor) {
        moves += anchor ? 1 : 0;
        if (moves > MOST_MOVES && united == null) {
            unite();
        } else {
            readAgain();
        }
    }

    private void unite() {
        united = new UnitedWalks(paginator, faults, mostOnAPage);
        readAgain();
    }

    /** Whether nothing is missing up to the first record after a tie of several pages. */
    boolean isTieRead(ListSegment list) {
        if (united != null) {
            tieIsWhole = isWhole(united, list.tie().rows(), null);
            if (tieIsWhole) {
                readAgain();
            }
            return false;
        }
        boolean whole = tieIsWhole || list.keys().onTwoPages() == 0;
        if (!whole && passes > 0) {
            unite();
            return false;
        }
        // An undetected shift may hide rows up to the page end; otherwise only the tie may have changed.
        RowDigest read = tieIsWhole
                ? list.readToTop().without(list.tie())
                : paginator.noticesMoves() ? list.tie() : list.readToTop();
        Cursor top = paginator.noticesMoves() ? null : list.top();
        boolean again = whole && read.equals(rowsToTop) && Objects.equals(top, topBefore);
        if (!again) {
            readAgain();
            rowsToTop = read;
            topBefore = top;
        }
        return again;
    }

    /** Whether nothing is missing from a list that was read to its end. */
    boolean isRead(ListSegment list) {
        RowDigest rows = list.rows();
        if (united != null) {
            return isWhole(united, rows.rows(), paginator.announced()) && isTotalExplained(list);
        }
        boolean whole = list.keys().onTwoPages() == 0;
        boolean again = rows.equals(rowsBefore);
        if (again ? whole || wholeBefore : whole && isEnough(list)) {
            return isTotalExplained(list);
        }
        if (!whole && passes > 0) {
            unite();
            return false;
        }
        if (whole) {
            total.firstPassEnds(rows.rows(), mostOnAPage);
        }
        readAgain();
        rowsBefore = rows;
        wholeBefore = whole;
        return false;
    }

    private boolean isTotalExplained(ListSegment list) {
        boolean explained = total.isExplained(list.rows().rows(), mostOnAPage);
        if (!explained) {
            readAgain();
            rowsBefore = list.rows();
            wholeBefore = true;
        }
        return explained;
    }

    /**
     * Whether one pass is sufficient, as its only page was the whole list. An empty further page does not prove this:
     * records that the first page lacked may have moved up in the meantime.
     */
    private boolean isEnough(ListSegment list) {
        if (list.responses() <= 1) {
            return true;
        }
        long rows = list.rows().rows();
        Long announced = paginator.announced();
        // With a single record, the anchor's page is the whole list again.
        boolean isAll = (announced != null && announced == rows) || rows < mostOnAPage || rows == 1;
        return list.pages() <= 1 && (paginator.isOrdered() || (paginator.noticesMoves() && isAll));
    }

    private boolean isWhole(UnitedWalks reading, long rows, @Nullable Long announced) {
        UnitedWalks.Outcome outcome = reading.passEnds(rows, announced);
        if (outcome == UnitedWalks.Outcome.READ) {
            readAgain();
        } else if (outcome == UnitedWalks.Outcome.WHOLE) {
            united = null;
        }
        return outcome == UnitedWalks.Outcome.WHOLE;
    }

    /** A warning about the total; null when there is none. */
    @Nullable
    String warning() {
        return total.warning();
    }
}
