package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RecordKey;
import dev.tidemark.strategy.cursor.Bound;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.LargestPage;
import dev.tidemark.strategy.cursor.PageCursors;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sync over a list in pages.
 *
 * <p>A list that is declared to be in ascending cursor order is requested again from the greatest cursor of each page.
 * Nothing can shift then, whatever is edited, inserted or deleted in the meantime. The API's own pagination is used where
 * the cursor makes no progress, inside a tie. Any other list is read to the end by the API's own pagination, until two
 * passes have returned the same rows. Only then is its cursor stored, as a list may look ordered for long without being so.
 *
 * <p>Two equal passes show that a list did not change, not that it is complete. A list read by the API's own pagination is
 * complete when no key came on two pages. Otherwise its order differs from page to page, and passes with several page sizes
 * are united ({@link UnitedWalks}).
 *
 * <p>Where no response has reported a next page, it may be in another place than expected. An ordered list is then requested
 * from its greatest cursor on, until it returns nothing newer.
 */
final class ListPaging implements Paging {

    private final CursorSettings settings;
    private final Paginator paginator;
    private final ListFaults faults;
    private final boolean filtered;
    private final boolean ascending;
    private final RecordKey key;
    private final boolean keyNamed;
    private final StateOf state;
    private final Watermark watermark;
    private final WalkCheck check;
    private final KnownTie tie;
    private final ListStart start;

    private @Nullable PageRequest request;
    private ListSegment list;
    private final LargestPage largest = new LargestPage();
    private @Nullable Instant date;
    private boolean ordered;
    private boolean toTheEnd;
    private boolean ended;

    private @Nullable Cursor sure;
    private @Nullable Cursor ceiling;

    /** Creates the state for a cursor, null before the first, and a number of rows in the list. */
    interface StateOf {
        @Nullable
        ObjectNode of(@Nullable Cursor cursor, long rows);
    }

    /**
     * Begins a sync.
     *
     * @param stored the cursor of the state; null for none
     * @param tie the state's tie of records that share the cursor
     */
    ListPaging(
            CursorSettings settings,
            ListSettings listed,
            Paginator paginator,
            StateOf state,
            Instant now,
            @Nullable Cursor stored,
            KnownTie tie) {
        this.settings = settings;
        this.paginator = paginator;
        this.faults = new ListFaults(settings, paginator);
        this.filtered = listed.filtered();
        this.ascending = listed.ascending() || paginator.isOrdered();
        this.key = new RecordKey(listed.keyFields());
        this.keyNamed = listed.keyNamed();
        this.state = state;
        this.tie = tie;
        this.check = new WalkCheck(paginator, faults, listed.requireTotal(), tie.records());
        Cursor first = filtered ? stored : null;
        this.watermark = new Watermark(settings, now, stored, first);
        this.start = new ListStart(settings, filtered, watermark, first, tie);
        this.ordered = ascending;
        this.toTheEnd = !filtered;
        this.list = new ListSegment(first, ordered, key, null);
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        PageRequest going = request;
        // A further page may overlap with the previous one when something was committed late.
        watermark.pageStarts(going != null && (!ascending || paginator.isOrdered()));
        if (going == null) {
            start.begin();
            list = new ListSegment(start.from(), ordered && !toTheEnd, key, check.united());
            going = PageRequest.first(paginator.first());
        }
        Bound bound = start.bound();
        return going.from(bound == null ? settings.initial() : bound.text());
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        Cursor cursor = watermark.see(row);
        if (paginator.see(row)) {
            list.add(row, cursor);
        }
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        watermark.seeEmpty(element);
        paginator.seeEmpty(element);
    }

    @Override
    public void nestedIn(int elements) {
        watermark.page().nestedIn(elements);
        paginator.nested();
    }

    @Override
    public void respondedAt(Instant respondedAt) {
        date = respondedAt;
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        PageCursors page = watermark.page();
        start.pageRead(page);
        if (!toTheEnd) {
            faults.requireRestOfTie(list, start.from(), page);
        }
        watermark.pageEnds(filtered && request == null);
        list.pageEnds(page, paginator.pageRead(page.rows(), pageInfo), date);
        date = null;
        check.pageRead(list);
        boolean disorder = !toTheEnd && !watermark.isInOrder();
        faults.requireOrder(!ascending || watermark.isInOrder());
        toTheEnd |= disorder;
        if (paginator.hasMoved() || (disorder && (ordered || !start.isFirst()))) {
            check.moved(paginator.hasMoved());
            beginList();
            return;
        }
        request = paginator.next();
        if (request == null && start.isToLookBack()) {
            return;
        }
        if (toTheEnd) {
            continueToTheEnd();
        } else {
            continueByCursor();
        }
    }

    /** A list that is not read by the cursor is usually read twice. */
    @Override
    public double progress() {
        return toTheEnd || !ordered ? ((check.passes() > 0 ? 1 : 0) + paginator.progress()) / 2 : Double.NaN;
    }

    private void continueByCursor() {
        Cursor next = ordered ? list.top() : null;
        Cursor from = start.from();
        boolean further = next != null && (from == null || next.compareTo(from) > 0);
        if (next != null && further && !(request == null && isOnePage())) {
            if (list.responsesToTop() <= 1 || check.isTieRead(list)) {
                beginAt(next);
            } else {
                beginList();
            }
        } else {
            continueToTheEnd();
        }
    }

    private void beginAt(Cursor next) {
        Cursor before = lesser(next, list.belowTop());
        if (before != null) {
            sure = ceiling == null ? before : lesser(before, ceiling);
        }
        start.moveTo(next);
        request = null;
        check.listMoves();
    }

    /**
     * Continues by the API's own pagination, and repeats it until two passes have returned the same rows, or one is
     * sufficient.
     */
    private void continueToTheEnd() {
        if (request != null) {
            faults.requireRecords(list);
            return;
        }
        if (!check.isRead(list)) {
            beginList();
        } else if (toTheEnd
                || paginator.readsTies()
                || (list.responses() <= 1 && missingNextPage() != null)
                || (ordered && isReadByCursor())
                || watermark.end() == null) {
            // An empty list has no ties, and does not show the order of later rows.
            endUnlessCut();
        } else {
            // Ordered from start to end: ties that the API may have skipped are read by the cursor.
            ordered = true;
            ceiling = watermark.end();
            request = null;
            check.listMoves();
        }
    }

    /** No response reported a further page. If none ever did, the cursor shows whether there is one. */
    private void endUnlessCut() {
        String place = paginator.missingNextPage();
        Cursor top = list.top();
        Bound bound = start.bound();
        if (toTheEnd || place == null) {
            finish();
        } else if (top != null) {
            largest.see(watermark.page());
            beginAt(top);
        } else if (bound != null && largest.isReachedBy(watermark.page(), bound, settings.inclusive())) {
            throw ListFaults.cutInTie(watermark.page(), start.from(), place);
        } else {
            finish();
        }
    }

    private void finish() {
        ended = true;
        if (!start.isTieSkipped() || list.rows().rows() > 0) {
            tie.listRead(watermark.end(), start.from(), list);
        }
    }

    /** Whether the ties of the list were read by the cursor, or no page end could have split one. */
    private boolean isReadByCursor() {
        return ceiling != null || list.top() == null || list.pages() <= 1;
    }

    /** Whether paging would have continued inside a tie that the page end could have split. */
    private boolean isOnePage() {
        return list.responses() <= 1 || (list.pages() <= 1 && paginator.readsTies());
    }

    /** Restarts the list: at the cursor or, when the list is out of order, from the beginning. */
    private void beginList() {
        if (toTheEnd) {
            start.moveToFirst();
        }
        request = null;
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
        return state(sure == null ? watermark.reached() : watermark.after(chunk, next, sure), 0);
    }

    @Override
    public @Nullable ObjectNode end() {
        Cursor end = watermark.end();
        return state(
                ceiling == null || end == null ? end : lesser(end, ceiling),
                list.rows().rows());
    }

    private @Nullable ObjectNode state(@Nullable Cursor cursor, long rows) {
        ObjectNode made = state.of(cursor, rows);
        if (made != null) {
            tie.addTo(made, cursor);
        }
        return made;
    }

    @Override
    public @Nullable String missingNextPage() {
        return paginator.missingNextPage();
    }

    @Override
    public @Nullable String advice() {
        Cursor first = list.greatestOfFirstPage();
        Cursor greatest = watermark.position();
        boolean inOrder = ended && filtered && !ascending && !toTheEnd && watermark.isInOrder();
        return inOrder && list.pages() > 1 && first != null && greatest != null && first.compareTo(greatest) < 0
                ? "the list is in ascending order of " + settings.field()
                        + "; if the API guarantees that order, `order: ascending` needs about half the requests"
                : null;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        warnings.addAll(paginator.warnings());
        warnings.addAll(start.warnings());
        Optional.ofNullable(check.warning()).ifPresent(warnings::add);
        warnings.addAll(faults.warnings(list, keyNamed ? key.incomplete() : 0, toTheEnd));
        return warnings;
    }
}
