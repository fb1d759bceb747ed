package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sync over a list that comes in pages.
 *
 * <p>While the pages are in ascending cursor order, the list is begun anew from the greatest cursor that later rows have
 * confirmed, page after page: nothing can shift then, whatever is edited, inserted or deleted meanwhile. The API's own way
 * of going on is used only where the cursor makes no progress, inside a tie. A list out of order is walked to its end in
 * the API's own way, and again until nothing has shifted; only then is its cursor stored.
 */
final class ListWalk implements Paging {

    private static final int MOST_WALKS = 20;

    private final CursorSettings settings;
    private final Continuation continuation;
    private final boolean filtered;
    private final StateOf state;
    private final Watermark watermark;
    private final @Nullable Cursor start;

    private @Nullable Cursor from;
    private @Nullable PageRequest request;
    private @Nullable Cursor tie;
    private Bound bound;
    private boolean toTheEnd;
    private boolean ended;
    private int walks;
    private RowDigest page = new RowDigest();
    private RowDigest walk = new RowDigest();
    private @Nullable RowDigest walkBefore;

    /** Makes the state for a cursor, null before the first, and a number of rows in the list. */
    interface StateOf {
        @Nullable
        ObjectNode of(@Nullable Cursor cursor, long rows);
    }

    /** @param filtered whether the API takes a cursor; otherwise each sync walks the whole list */
    ListWalk(
            CursorSettings settings,
            Continuation continuation,
            boolean filtered,
            StateOf state,
            Instant now,
            @Nullable Cursor stored) {
        this.settings = settings;
        this.continuation = continuation;
        this.filtered = filtered;
        this.state = state;
        this.watermark = new Watermark(settings, now, stored, stored);
        this.start = stored;
        this.from = stored;
        this.bound = settings.first();
        this.toTheEnd = !filtered;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        PageRequest going = request;
        page = new RowDigest();
        watermark.pageStarts(going != null);
        if (going == null) {
            bound = from == null ? settings.first() : settings.from(from, watermark.finest());
            tie = null;
            going = PageRequest.first(continuation.first());
        }
        return filtered ? going.from(bound.text()) : going;
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        watermark.see(row);
        continuation.see(row);
        page.add(row);
    }

    @Override
    public void pageRead(@Nullable String fact) {
        if (filtered) {
            watermark.requireAtLeast(bound);
            requireTieRead();
        }
        watermark.pageEnds(filtered && request == null);
        continuation.pageRead(watermark.page().rows(), fact);
        walk.addAll(page);
        if (!toTheEnd && !watermark.isInOrder()) {
            toTheEnd = true;
            beginWalk();
        } else if (continuation.hasMoved()) {
            beginWalk();
        } else if (toTheEnd) {
            goOnToTheEnd();
        } else {
            goOnByCursor();
        }
    }

    private void goOnByCursor() {
        Cursor confirmed = watermark.page().confirmed();
        boolean progress = confirmed != null && (from == null || confirmed.compareTo(from) > 0);
        request = continuation.next();
        ended = request == null;
        if (!ended && progress && !continuation.isExact()) {
            from = confirmed;
            request = null;
            walks = 0;
        }
        tie = watermark.page().isOneValue() ? watermark.page().last() : null;
    }

    /** A page full of one value was left by the API's own way; a tie that goes on must go on in the page that follows. */
    private void requireTieRead() {
        Cursor least = watermark.page().least();
        if (tie != null && least != null && least.compareTo(tie) > 0 && !continuation.readsTies()) {
            throw new IllegalStateException("a full page holds records of the cursor `" + tie
                    + "` only, and the page after it begins later: the API may have passed over others with that cursor,"
                    + " and cannot be asked for them; use the strategy offset");
        }
    }

    private void goOnToTheEnd() {
        request = continuation.next();
        if (request != null) {
            return;
        }
        if (continuation.noticesMoves() || walk.equals(walkBefore)) {
            ended = true;
        } else {
            RowDigest before = walk;
            beginWalk();
            walkBefore = before;
        }
    }

    /** Begins the list anew: where the cursor stands, or, when the list is out of order, from its start. */
    private void beginWalk() {
        if (++walks > MOST_WALKS) {
            throw new IllegalStateException("the list was changed under the requests " + MOST_WALKS
                    + " times in a row, so it cannot be told whether rows were passed over; sync when it is quieter,"
                    + " or ask for ascending order of " + settings.field() + " in query");
        }
        from = toTheEnd ? start : from;
        request = null;
        walk = new RowDigest();
        walkBefore = null;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (ended && next == null) {
            return end();
        }
        if (toTheEnd) {
            return start == null ? null : state.of(start, 0);
        }
        return state.of(watermark.after(chunk, next, watermark.page().confirmed()), 0);
    }

    @Override
    public @Nullable ObjectNode end() {
        return state.of(watermark.end(), walk.rows());
    }

    @Override
    public List<String> warnings() {
        return watermark.warnings();
    }
}
