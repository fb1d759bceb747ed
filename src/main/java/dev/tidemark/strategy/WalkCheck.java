package dev.tidemark.strategy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a list, or the tie that it begins with, was read whole. Two walks must bring the same records, unless one response
 * was all there is; and no record may come on two pages, or the walks are united with others. Whatever says no wants another
 * walk.
 */
final class WalkCheck {

    /** So often an anchor may be missing from its place before that is taken for the list's own disorder. */
    private static final int MOST_MOVES = 5;

    private final Paginator continuation;
    private final ListFaults faults;
    private final TotalCheck total;
    private int walks;
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
     * @param known what an earlier sync has read where this one begins; null when that is not known
     */
    WalkCheck(Paginator continuation, ListFaults faults, boolean requireTotal, @Nullable RowDigest known) {
        this.continuation = continuation;
        this.faults = faults;
        this.total = new TotalCheck(continuation, requireTotal);
        this.rowsBefore = known;
    }

    /** The walks that the next one is united with; null for none. */
    @Nullable
    UnitedWalks united() {
        return united;
    }

    /** How often a part of the list was read again. */
    int walks() {
        return walks;
    }

    void pageRead(ListSegment list) {
        mostOnAPage = Math.max(mostOnAPage, list.largestPage());
    }

    /** The list begins elsewhere. */
    void listMoves() {
        again();
        walks = 0;
        moves = 0;
        united = null;
        tieIsWhole = false;
    }

    /** The list is read again from its beginning. */
    void readAgain() {
        faults.requireQuiet(walks + 1);
        again();
    }

    private void again() {
        walks++;
        rowsBefore = null;
        rowsToTop = null;
    }

    /**
     * The list is not as it seemed: it is read again from its beginning.
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
        united = new UnitedWalks(continuation, faults, mostOnAPage);
        readAgain();
    }

    /** Whether nothing is missing up to the first record beyond a tie that takes several pages. */
    boolean isTieRead(ListSegment list) {
        if (united != null) {
            tieIsWhole = isWhole(united, list.tie().rows(), null);
            if (tieIsWhole) {
                readAgain();
            }
            return false;
        }
        boolean whole = tieIsWhole || list.keys().onTwoPages() == 0;
        if (!whole && walks > 0) {
            unite();
            return false;
        }
        // A shift that goes unnoticed may hide rows up to the page's end; otherwise only the tie may have changed.
        RowDigest read = tieIsWhole
                ? list.readToTop().without(list.tie())
                : continuation.noticesMoves() ? list.tie() : list.readToTop();
        Cursor top = continuation.noticesMoves() ? null : list.top();
        boolean again = whole && read.equals(rowsToTop) && Objects.equals(top, topBefore);
        if (!again) {
            readAgain();
            rowsToTop = read;
            topBefore = top;
        }
        return again;
    }

    /** Whether nothing is missing of a list that was walked to its end. */
    boolean isRead(ListSegment list) {
        RowDigest rows = list.rows();
        if (united != null) {
            return isWhole(united, rows.rows(), continuation.announced()) && isTotalExplained(list);
        }
        boolean whole = list.keys().onTwoPages() == 0;
        boolean again = rows.equals(rowsBefore);
        if (again ? whole || wholeBefore : whole && isEnough(list)) {
            return isTotalExplained(list);
        }
        if (!whole && walks > 0) {
            unite();
            return false;
        }
        if (whole) {
            total.firstWalkEnds(rows.rows(), mostOnAPage);
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
     * Whether one walk says enough, as its only page was the whole list. That a further page brought nothing does not show it:
     * what the first one left out may have moved up meanwhile.
     */
    private boolean isEnough(ListSegment list) {
        if (list.answers() <= 1) {
            return true;
        }
        long rows = list.rows().rows();
        Long announced = continuation.announced();
        // With a single record the anchor's page is the whole list once more.
        boolean isAll = (announced != null && announced == rows) || rows < mostOnAPage || rows == 1;
        return list.pages() <= 1 && (continuation.isOrdered() || (continuation.noticesMoves() && isAll));
    }

    private boolean isWhole(UnitedWalks walk, long rows, @Nullable Long announced) {
        UnitedWalks.Outcome outcome = walk.walkEnds(rows, announced);
        if (outcome == UnitedWalks.Outcome.READ) {
            readAgain();
        } else if (outcome == UnitedWalks.Outcome.WHOLE) {
            united = null;
        }
        return outcome == UnitedWalks.Outcome.WHOLE;
    }

    /** What a person should know of the total; null when there is nothing. */
    @Nullable
    String warning() {
        return total.warning();
    }
}
