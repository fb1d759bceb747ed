package dev.tidemark.strategy;

import java.util.HashMap;
import java.util.List;
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
    private @Nullable String missing;
    private double share = Double.NaN;

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
    public boolean see(Map<String, @Nullable Object> row) {
        boolean isAnchor = rows++ == 0 && anchor != null;
        moved |= isAnchor && !row.equals(anchor);
        last = row;
        return !isAnchor;
    }

    @Override
    public boolean pageRead(int count, @Nullable String fact) {
        moved |= rows == 0 && anchor != null;
        // A copy: the route may change the row itself while it is written.
        last = last == null ? null : new HashMap<>(last);
        share = share(fact, offset + rows);
        boolean further = rows > (anchor == null ? 0 : 1);
        if (!further) {
            missing = fact == null ? null : missing(fact, offset + rows);
        }
        return further;
    }

    private static double share(@Nullable String total, long read) {
        try {
            long all = total == null ? 0 : Long.parseLong(total.strip());
            return all <= 0 ? Double.NaN : Math.min(1, (double) read / all);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public double share() {
        return share;
    }

    /** A total that lies ends no sync, but a person should know. */
    private static @Nullable String missing(String total, long read) {
        try {
            return Long.parseLong(total.strip()) <= read
                    ? null
                    : "the API says that there are " + total.strip() + " records, and gave " + read
                            + ": rows may be missing; check query and totalPath";
        } catch (NumberFormatException e) {
            return "the API says that there are `" + total + "` records, which is no number; check totalPath";
        }
    }

    @Override
    public List<String> warnings() {
        return missing == null ? List.of() : List.of(missing);
    }

    @Override
    public @Nullable PageRequest next() {
        if (rows <= (anchor == null ? 0 : 1)) {
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
