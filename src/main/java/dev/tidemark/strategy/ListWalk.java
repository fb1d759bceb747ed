package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sync over a list that comes in pages.
 *
 * <p>A list that is said to be in ascending order of the cursor is begun anew from the greatest cursor of a page, page after
 * page: nothing can shift then, whatever is edited, inserted or deleted meanwhile. The API's own way of going on is used
 * where the cursor makes no progress, inside a tie. Any other list is walked to its end in the API's own way, until two walks
 * have brought the same rows, and only then is its cursor stored: it may look in order for long, and not be.
 *
 * <p>Two equal walks show that a list rests, not that it is whole. What is read in the API's own way is whole when no key
 * came on two pages. Otherwise its order differs from page to page, and walks with several page sizes are united ({@link
 * UnitedWalks}).
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
    private final RecordKey key;
    private final boolean keyNamed;
    private final StateOf state;
    private final Watermark watermark;
    private final WalkCheck check;
    private final KnownTie tie;
    private final ListStart start;

    private @Nullable PageRequest request;
    private ListStretch list;
    private final LargestPage largest = new LargestPage();
    private @Nullable Instant date;
    private boolean ordered;
    private boolean toTheEnd;
    private boolean ended;

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
     * @param stored the cursor in the state; null for none
     * @param tie what the state says of the records that share it
     */
    ListWalk(
            CursorSettings settings,
            ListSettings listed,
            Continuation continuation,
            StateOf state,
            Instant now,
            @Nullable Cursor stored,
            KnownTie tie) {
        this.settings = settings;
        this.continuation = continuation;
        this.faults = new ListFaults(settings, continuation);
        this.filtered = listed.filtered();
        this.ascending = listed.ascending() || continuation.isOrdered();
        this.key = new RecordKey(listed.keyFields());
        this.keyNamed = listed.keyNamed();
        this.state = state;
        this.tie = tie;
        this.check = new WalkCheck(continuation, faults, listed.requireTotal(), tie.records());
        Cursor first = filtered ? stored : null;
        this.watermark = new Watermark(settings, now, stored, first);
        this.start = new ListStart(settings, filtered, watermark, first, tie);
        this.ordered = ascending;
        this.toTheEnd = !filtered;
        this.list = new ListStretch(first, ordered, key, null);
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
            start.begin();
            list = new ListStretch(start.from(), ordered && !toTheEnd, key, check.united());
            going = PageRequest.first(continuation.first());
        }
        Bound bound = start.bound();
        return going.from(bound == null ? settings.initial() : bound.text());
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        Cursor cursor = watermark.see(row);
        if (continuation.see(row)) {
            list.add(row, cursor);
        }
    }

    @Override
    public void respondedAt(Instant respondedAt) {
        date = respondedAt;
    }

    @Override
    public void pageRead(@Nullable String fact) {
        PageCursors page = watermark.page();
        start.pageRead(page);
        if (!toTheEnd) {
            faults.requireRestOfTie(list, start.from(), page);
        }
        watermark.pageEnds(filtered && request == null);
        list.pageEnds(page, continuation.pageRead(page.rows(), fact), date);
        date = null;
        check.pageRead(list);
        boolean disorder = !toTheEnd && !watermark.isInOrder();
        faults.requireOrder(!ascending || watermark.isInOrder());
        toTheEnd |= disorder;
        if (continuation.hasMoved() || (disorder && (ordered || !start.isFirst()))) {
            check.moved(continuation.hasMoved());
            beginList();
            return;
        }
        request = continuation.next();
        if (request == null && start.isToLookBack()) {
            return;
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
        return toTheEnd || !ordered ? ((check.walks() > 0 ? 1 : 0) + continuation.share()) / 2 : Double.NaN;
    }

    private void goOnByCursor() {
        Cursor next = ordered ? list.top() : null;
        Cursor from = start.from();
        boolean further = next != null && (from == null || next.compareTo(from) > 0);
        if (next != null && further && !(request == null && isOnePage())) {
            if (list.answersToTop() <= 1 || check.isTieRead(list)) {
                beginAt(next);
            } else {
                beginList();
            }
        } else {
            goOnToTheEnd();
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

    /** Goes on in the API's own way, and once more, until two walks have brought the same rows or one says enough. */
    private void goOnToTheEnd() {
        if (request != null) {
            faults.requireRecords(list);
            return;
        }
        if (!check.isRead(list)) {
            beginList();
        } else if (toTheEnd
                || continuation.readsTies()
                || (list.answers() <= 1 && missingNextPage() != null)
                || (ordered && isReadByCursor())
                || watermark.end() == null) {
            // An empty list has no ties, and tells nothing of the order of what may come meanwhile.
            endUnlessCut();
        } else {
            // In order from end to end: the ties that the API may have passed over are read by the cursor.
            ordered = true;
            ceiling = watermark.end();
            request = null;
            check.listMoves();
        }
    }

    /** Nothing told of a further page. Where nothing ever did, the cursor tells whether there is one. */
    private void endUnlessCut() {
        String place = continuation.missingNextPage();
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

    /** Whether the ties of the list were read by the cursor, or there is none that a page's end could have split. */
    private boolean isReadByCursor() {
        return ceiling != null || list.top() == null || list.pages() <= 1;
    }

    /** Whether a tie that the page's end could have split would have been gone on with. */
    private boolean isOnePage() {
        return list.answers() <= 1 || (list.pages() <= 1 && continuation.readsTies());
    }

    /** Begins the list anew: where the cursor stands, or, when the list is out of order, from its start. */
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
        return continuation.missingNextPage();
    }

    @Override
    public @Nullable String advice() {
        Cursor first = list.greatestOfFirstPage();
        Cursor greatest = watermark.position();
        boolean inOrder = ended && filtered && !ascending && !toTheEnd && watermark.isInOrder();
        return inOrder && list.pages() > 1 && first != null && greatest != null && first.compareTo(greatest) < 0
                ? "the list came in ascending order of " + settings.field()
                        + "; if the API promises that order, `order: ascending` reads it with about half the requests"
                : null;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        warnings.addAll(continuation.warnings());
        warnings.addAll(start.warnings());
        Optional.ofNullable(check.warning()).ifPresent(warnings::add);
        if (keyNamed && key.lacking() > 0) {
            warnings.add(key.lacking() + " records lack the keyField; they are told apart by all they have");
        }
        long repeated = list.keys().twiceOnOne();
        if (repeated > 0) {
            warnings.add(repeated + " records came twice on their page; the last one of each counts");
        }
        String place = missingNextPage();
        // A list in order was asked for again from its greatest cursor on.
        if (place != null && toTheEnd && list.rows().rows() >= LargestPage.LOOKS_LIKE_A_LIMIT) {
            warnings.add("no answer told of a next page at " + place
                    + "; if the API has more, rows are missing: correct that place");
        }
        return warnings;
    }
}
