package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** So often an anchor may be missing from its place before that is taken for the list's own disorder. */
    private static final int MOST_MOVES = 5;

    private final CursorSettings settings;
    private final Continuation continuation;
    private final ListFaults faults;
    private final boolean filtered;
    private final boolean ascending;
    private final RecordKey key;
    private final StateOf state;
    private final Watermark watermark;
    private final TotalCheck total;
    private final KnownTie tie;
    private final @Nullable Cursor start;

    private @Nullable Cursor from;
    private @Nullable PageRequest request;
    private @Nullable Bound bound;
    private ListStretch list;
    private final LargestPage largest = new LargestPage();
    private @Nullable Instant date;
    private int mostOnAPage;
    private boolean reached;
    private boolean ordered;
    private boolean toTheEnd;
    private boolean ended;

    private int walks;
    private int moves;
    private @Nullable RowDigest rowsBefore;
    private @Nullable RowDigest rowsToTop;
    private @Nullable UnitedWalks united;
    private boolean tieIsWhole;
    private @Nullable LookBack look;
    private @Nullable Cursor lookedFor;
    private final List<String> found = new ArrayList<>();
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
        this.state = state;
        this.tie = tie;
        this.total = new TotalCheck(continuation, listed.requireTotal());
        this.start = filtered ? stored : null;
        this.from = start;
        this.watermark = new Watermark(settings, now, stored, start);
        this.ordered = ascending;
        this.toTheEnd = !filtered;
        this.rowsBefore = tie.records();
        this.list = new ListStretch(from, ordered, key, null);
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
            from = look == null ? from : look.next();
            bound = filtered ? bound() : null;
            reached = isTieSkipped();
            list = new ListStretch(from, ordered && !toTheEnd, key, united);
            going = PageRequest.first(continuation.first());
        }
        return bound == null ? going : going.from(bound.text());
    }

    private Bound bound() {
        Bound beyond = isTieSkipped() ? tie.beyond() : null;
        return beyond != null ? beyond : from == null ? settings.first() : settings.from(from, watermark.finest());
    }

    private boolean isTieSkipped() {
        return look == null && start != null && start.equals(from) && tie.beyond() != null;
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
        if (bound != null) {
            watermark.requireAtLeast(bound);
            reached |= page.reaches(bound);
            if (!toTheEnd) {
                faults.requireRestOfTie(list, from, page);
            }
        }
        watermark.pageEnds(filtered && request == null);
        list.pageEnds(page, continuation.pageRead(page.rows(), fact), date);
        date = null;
        mostOnAPage = Math.max(mostOnAPage, list.largestPage());
        boolean disorder = !toTheEnd && !watermark.isInOrder();
        faults.requireOrder(!ascending || watermark.isInOrder());
        toTheEnd |= disorder;
        if (continuation.hasMoved() && ++moves > MOST_MOVES && united == null) {
            unite();
            return;
        }
        if (continuation.hasMoved() || (disorder && (ordered || !Objects.equals(from, start)))) {
            beginWalk();
            return;
        }
        request = continuation.next();
        if (look != null && page.rows() > 0) {
            found.add(look.warning());
            look = null;
        }
        if (request == null && bound != null && isMissing(bound)) {
            return;
        }
        if (toTheEnd) {
            goOnToTheEnd();
        } else {
            goOnByCursor();
        }
    }

    /** The list brought nothing, not even the record that it was asked from: looks from earlier on, once. */
    private boolean isMissing(Bound asked) {
        Cursor missing = from;
        if (look != null) {
            return true;
        }
        if (!watermark.isMissing(missing, reached) || missing == null) {
            return false;
        }
        if (missing.equals(lookedFor)) {
            finish();
        } else {
            lookedFor = missing;
            look = new LookBack(settings, missing, asked, watermark.belowPosition());
        }
        return true;
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
            if (list.answersToTop() <= 1 || isTieRead()) {
                beginAt(next);
            }
        } else {
            goOnToTheEnd();
        }
    }

    /** Whether nothing is missing up to the first record beyond a tie that takes several pages. If not, it is read again. */
    private boolean isTieRead() {
        if (united != null) {
            tieIsWhole = isWhole(united, list.tie().rows(), null);
            if (tieIsWhole) {
                beginWalk();
            }
            return false;
        }
        if (!tieIsWhole && list.keys().onTwoPages() > 0 && walks > 0) {
            unite();
            return false;
        }
        // A shift that goes unnoticed may hide rows up to the page's end; otherwise only the tie may have changed.
        RowDigest read = tieIsWhole
                ? list.readToTop().without(list.tie())
                : continuation.noticesMoves() ? list.tie() : list.readToTop();
        boolean again = read.equals(rowsToTop) && (tieIsWhole || list.keys().onTwoPages() == 0);
        if (!again) {
            beginWalk();
            rowsToTop = read;
        }
        return again;
    }

    private void beginAt(Cursor next) {
        Cursor before = lesser(next, list.belowTop());
        if (before != null) {
            sure = ceiling == null ? before : lesser(before, ceiling);
        }
        from = next;
        request = null;
        rowsBefore = null;
        rowsToTop = null;
        tieIsWhole = false;
        walks = 0;
        moves = 0;
    }

    /** Goes on in the API's own way, and once more, until two walks have brought the same rows or one says enough. */
    private void goOnToTheEnd() {
        if (request != null) {
            faults.requireRecords(list);
            return;
        }
        if (united != null) {
            if (isWhole(united, list.rows().rows(), continuation.announced())) {
                walksEnd();
            }
            return;
        }
        boolean whole = list.keys().onTwoPages() == 0;
        if (total.isConfirmed(list.rows().rows())) {
            walksEnd();
        } else if (!whole && walks > 0) {
            unite();
        } else if (!whole || (!list.rows().equals(rowsBefore) && !isEnough())) {
            walkAgain();
        } else {
            walksEnd();
        }
    }

    private void walkAgain() {
        RowDigest before = list.rows();
        beginWalk();
        rowsBefore = before;
    }

    private void walksEnd() {
        if (!total.isExplained(list.rows().rows(), mostOnAPage)) {
            walkAgain();
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
            finish();
        } else if (top != null) {
            largest.see(watermark.page());
            beginAt(top);
        } else if (bound != null && largest.isReachedBy(watermark.page(), bound, settings.inclusive())) {
            throw ListFaults.cutInTie(watermark.page(), from, place);
        } else {
            finish();
        }
    }

    private void finish() {
        ended = true;
        if (!isTieSkipped() || list.rows().rows() > 0) {
            tie.listRead(watermark.end(), from, list);
        }
    }

    /** Whether the ties of the list were read by the cursor, or there is none that a page's end could have split. */
    private boolean isReadByCursor() {
        return ceiling != null || list.top() == null || list.pages() <= 1;
    }

    /**
     * Whether one walk says enough, as its only page was the whole list. That a further page brought nothing does not show it:
     * what the first one left out may have moved up meanwhile.
     */
    private boolean isEnough() {
        if (list.answers() <= 1) {
            return true;
        }
        long rows = list.rows().rows();
        Long announced = continuation.announced();
        boolean isAll = (announced != null && announced == rows) || rows < mostOnAPage;
        return list.pages() <= 1 && (continuation.isOrdered() || (continuation.noticesMoves() && isAll));
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

    private void unite() {
        united = new UnitedWalks(continuation, faults, mostOnAPage);
        beginWalk();
    }

    private boolean isWhole(UnitedWalks walk, long rows, @Nullable Long announced) {
        switch (walk.walkEnds(rows, announced)) {
            case WHOLE -> {
                united = null;
                return true;
            }
            case READ -> beginWalk();
            case INCOMPLETE -> {
                from = toTheEnd ? start : from;
                request = null;
            }
        }
        return false;
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
    public @Nullable String untoldAt() {
        return continuation.untoldAt();
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
        warnings.addAll(found);
        warnings.addAll(Optional.ofNullable(total.warning()).stream().toList());
        long repeated = list.keys().twiceOnOne();
        if (repeated > 0) {
            warnings.add(repeated + " records came twice on their page; the last one of each counts");
        }
        String place = untoldAt();
        // A list in order was asked for again from its greatest cursor on.
        if (place != null && toTheEnd && list.rows().rows() >= LargestPage.LOOKS_LIKE_A_LIMIT) {
            warnings.add("no answer told of a next page at " + place
                    + "; if the API has more, rows are missing: correct that place");
        }
        return warnings;
    }
}
