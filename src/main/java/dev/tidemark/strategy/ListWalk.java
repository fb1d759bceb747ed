package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sync over a list that comes in pages.
 *
 * <p>A list that is said to be in ascending order of the cursor is begun anew from the greatest cursor of a page, page after
 * page: nothing can shift then, whatever is edited, inserted or deleted meanwhile. The API's own way of going on is used
 * where the cursor makes no progress, inside a tie. Any other list is walked to its end in the API's own way, until two walks
 * have brought the same rows, and only then is its cursor stored: it may look in order for long, and not be.
 *
 * <p>Where no answer has told of a next page, it may stand elsewhere than it is looked for. Then a list in order is asked
 * for from its greatest cursor on, until it brings nothing newer.
 */
final class ListWalk implements Paging {

    private final CursorSettings settings;
    private final Continuation continuation;
    private final ListFaults faults;
    private final boolean filtered;
    private final boolean ascending;
    private final StateOf state;
    private final Watermark watermark;
    private final @Nullable Cursor start;

    private @Nullable Cursor from;
    private @Nullable PageRequest request;
    private Bound bound;
    private ListStretch list = new ListStretch(null);
    private final LargestPage largest = new LargestPage();
    private boolean ordered;
    private boolean toTheEnd;
    private boolean ended;

    private int walks;
    private @Nullable RowDigest rowsBefore;
    private @Nullable RowDigest rowsToTop;
    private @Nullable Cursor sure;
    private @Nullable Cursor ceiling;

    /** Makes the state for a cursor, null before the first, and a number of rows in the list. */
    interface StateOf {
        @Nullable
        ObjectNode of(@Nullable Cursor cursor, long rows);
    }

    /**
     * Begins a sync.
     *
     * @param filtered whether the API takes a cursor; otherwise each sync walks the whole list
     * @param ascending whether the list is said to be in ascending order of the cursor
     */
    ListWalk(
            CursorSettings settings,
            Continuation continuation,
            boolean filtered,
            boolean ascending,
            StateOf state,
            Instant now,
            @Nullable Cursor stored) {
        this.settings = settings;
        this.continuation = continuation;
        this.faults = new ListFaults(settings, continuation);
        this.filtered = filtered;
        this.ascending = ascending || continuation.isOrdered();
        this.state = state;
        this.start = filtered ? stored : null;
        this.from = start;
        this.watermark = new Watermark(settings, now, stored, start);
        this.bound = settings.first();
        this.ordered = this.ascending;
        this.toTheEnd = !filtered;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        PageRequest going = request;
        // A page that goes on may overlap with the one before when something was committed late.
        watermark.pageStarts(going != null && (!ascending || continuation.isOrdered()));
        if (going == null) {
            bound = from == null ? settings.first() : settings.from(from, watermark.finest());
            list = new ListStretch(from);
            going = PageRequest.first(continuation.first());
        }
        return going.from(bound.text());
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        Cursor cursor = watermark.see(row);
        if (continuation.see(row)) {
            list.add(row, cursor);
        }
    }

    @Override
    public void pageRead(@Nullable String fact) {
        PageCursors page = watermark.page();
        if (filtered) {
            watermark.requireAtLeast(bound);
            if (!toTheEnd) {
                faults.requireRestOfTie(list, from, page);
            }
        }
        watermark.pageEnds(filtered && request == null);
        list.pageEnds(page, continuation.pageRead(page.rows(), fact));
        boolean disorder = !toTheEnd && !watermark.isInOrder();
        faults.requireOrder(!ascending || watermark.isInOrder());
        toTheEnd |= disorder;
        if (continuation.hasMoved() || (disorder && !Objects.equals(from, start))) {
            beginWalk();
            return;
        }
        request = continuation.next();
        if (filtered && request == null) {
            watermark.requireRecordAt(from, bound, list.rows().rows());
        }
        if (toTheEnd) {
            goOnToTheEnd();
        } else {
            goOnByCursor();
        }
    }

    /** A list that is not read by the cursor is mostly walked twice. */
    @Override
    public double share() {
        return toTheEnd || !ordered ? ((walks > 0 ? 1 : 0) + continuation.share()) / 2 : Double.NaN;
    }

    private void goOnByCursor() {
        Cursor next = ordered ? list.top() : null;
        boolean further = next != null && (from == null || next.compareTo(from) > 0);
        if (next != null && further && !(request == null && isOnePage())) {
            beginAt(next);
        } else {
            goOnToTheEnd();
        }
    }

    private void beginAt(Cursor next) {
        // A shift that goes unnoticed may hide rows up to the page's end; otherwise only the tie may have changed.
        RowDigest read = continuation.noticesMoves() ? list.tie() : list.rows();
        if (list.answersToTop() > 1 && !read.equals(rowsToTop)) {
            beginWalk();
            rowsToTop = read;
            return;
        }
        Cursor reached = lesser(next, list.belowTop());
        if (reached != null) {
            sure = ceiling == null ? reached : lesser(reached, ceiling);
        }
        from = next;
        request = null;
        rowsToTop = null;
        walks = 0;
    }

    /** Goes on in the API's own way, and once more, until two walks have brought the same rows or one says enough. */
    private void goOnToTheEnd() {
        if (request != null) {
            faults.requireRecords(list);
            return;
        }
        boolean again = list.rows().equals(rowsBefore);
        if (!again && !isEnough()) {
            RowDigest before = list.rows();
            beginWalk();
            rowsBefore = before;
        } else if (toTheEnd
                || continuation.readsTies()
                || (list.answers() <= 1 && untoldAt() != null)
                || (ordered && isReadByCursor())
                || watermark.end() == null) {
            // An empty list has no ties, and tells nothing of the order of what may come meanwhile.
            endUnlessCut();
        } else {
            // In order from end to end: the ties that the API may have passed over are read by the cursor.
            ordered = true;
            ceiling = watermark.end();
            request = null;
            rowsBefore = null;
        }
    }

    /** Nothing told of a further page. Where nothing ever did, the cursor tells whether there is one. */
    private void endUnlessCut() {
        String place = continuation.untoldAt();
        Cursor top = list.top();
        if (toTheEnd || place == null) {
            ended = true;
        } else if (top != null) {
            largest.see(watermark.page());
            beginAt(top);
        } else if (largest.isReachedBy(watermark.page(), bound, settings.inclusive())) {
            throw ListFaults.cutInTie(watermark.page(), from, place);
        } else {
            ended = true;
        }
    }

    /** Whether the ties of the list were read by the cursor, or there is none that a page's end could have split. */
    private boolean isReadByCursor() {
        return ceiling != null || list.top() == null || list.pages() <= 1;
    }

    /** Whether one walk says enough: none of its rows was passed over, and what changed since is newer than all of them. */
    private boolean isEnough() {
        if (list.answers() <= 1 || (list.pages() <= 1 && continuation.isOrdered())) {
            return true;
        }
        if (!continuation.noticesMoves()) {
            return false;
        }
        Cursor greatest = watermark.position();
        Cursor first = list.greatestOfFirstPage();
        return list.pages() <= 1 || !filtered || greatest == null || (first != null && first.compareTo(greatest) >= 0);
    }

    /** Whether a tie that the page's end could have split would have been gone on with. */
    private boolean isOnePage() {
        return list.answers() <= 1 || (list.pages() <= 1 && continuation.readsTies());
    }

    /** Begins the list anew: where the cursor stands, or, when the list is out of order, from its start. */
    private void beginWalk() {
        faults.requireQuiet(++walks);
        from = toTheEnd ? start : from;
        request = null;
        rowsBefore = null;
        rowsToTop = null;
    }

    private static @Nullable Cursor lesser(@Nullable Cursor a, @Nullable Cursor b) {
        return a == null || b == null ? null : a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (ended && next == null) {
            return end();
        }
        if (!filtered) {
            return null;
        }
        return state.of(sure == null ? watermark.reached() : watermark.after(chunk, next, sure), 0);
    }

    @Override
    public @Nullable ObjectNode end() {
        Cursor end = watermark.end();
        return state.of(
                ceiling == null || end == null ? end : lesser(end, ceiling),
                list.rows().rows());
    }

    @Override
    public @Nullable String untoldAt() {
        return continuation.untoldAt();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        warnings.addAll(continuation.warnings());
        String place = untoldAt();
        // A list in order was asked for again from its greatest cursor on.
        if (place != null && toTheEnd && list.rows().rows() >= LargestPage.LOOKS_LIKE_A_LIMIT) {
            warnings.add("no answer told of a next page at " + place
                    + "; if the API has more, rows are missing: correct that place");
        }
        return warnings;
    }
}
