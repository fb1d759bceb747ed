package dev.tidemark.strategy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes on by offset. Each further page is asked for from the last row of the page before, the anchor: when another row
 * stands there, rows have moved.
 */
final class OffsetContinuation implements Continuation {

    private final int limit;
    private long offset;
    private int rows;
    private @Nullable Map<String, @Nullable Object> anchor;
    private @Nullable Map<String, @Nullable Object> last;
    private boolean moved;

    /** @param limit how many records to ask for; two at least, as one is the anchor */
    OffsetContinuation(int limit) {
        this.limit = limit;
    }

    @Override
    public Map<String, String> first() {
        offset = 0;
        anchor = null;
        return begin();
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        if (rows++ == 0) {
            moved = anchor != null && !anchor.equals(row);
        }
        last = row;
    }

    @Override
    public void pageRead(int count, @Nullable String fact) {
        moved |= rows == 0 && anchor != null;
        // A copy: the route may change the row itself while it is written.
        last = last == null ? null : new HashMap<>(last);
    }

    @Override
    public @Nullable PageRequest next() {
        boolean nothingNew = rows == 0 || (anchor != null && rows == 1);
        if (nothingNew) {
            return null;
        }
        offset += rows - 1;
        anchor = last;
        return PageRequest.next(begin());
    }

    @Override
    public boolean hasMoved() {
        return moved;
    }

    @Override
    public boolean noticesMoves() {
        return true;
    }

    private Map<String, String> begin() {
        rows = 0;
        moved = false;
        return Map.of("limit", Integer.toString(limit), "offset", Long.toString(offset));
    }
}
