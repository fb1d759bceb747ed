package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages by offset. Each further page is requested from the last row of the previous page, the anchor: when another row is
 * there, rows have moved. Once the page size has changed, and where records are nested in the elements that the offset
 * counts, pages are requested without an anchor.
 */
final class OffsetPaginator implements Paginator {

    private final boolean sized;
    private int limit;
    private boolean anchored = true;
    private boolean nested;
    private long offset;
    private int rows;
    /** How many more records than elements the list has so far. */
    private long surplus;

    private @Nullable Map<String, @Nullable Object> anchor;
    private @Nullable Map<String, @Nullable Object> last;
    private boolean moved;
    private final AnnouncedTotal total = new AnnouncedTotal();

    /**
     * Begins a sync.
     *
     * @param limit how many records to request; at least two, as one is the anchor
     * @param sized whether requests contain the size
     */
    OffsetPaginator(int limit, boolean sized) {
        this.limit = limit;
        this.sized = sized;
    }

    @Override
    public Map<String, String> first() {
        offset = 0;
        surplus = 0;
        anchor = null;
        total.listBegins();
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
    public void nested() {
        nested = true;
        anchored = false;
        last = null;
    }

    @Override
    public boolean pageRead(int count, @Nullable String pageInfo) {
        if (nested) {
            surplus += rows - count;
            rows = count;
        }
        moved |= rows == 0 && anchor != null;
        // A copy: the route may change the row while it is written.
        last = last == null ? null : new HashMap<>(last);
        total.see(pageInfo);
        return isFurther();
    }

    private boolean isFurther() {
        return rows > (anchor == null ? 0 : 1);
    }

    @Override
    public double progress() {
        Long all = total.announced();
        return all == null || all == 0 ? Double.NaN : Math.min(1, (double) (offset + rows) / all);
    }

    /** The total of elements is that of records once all elements were read. */
    @Override
    public @Nullable Long announced() {
        Long all = total.announced();
        return all == null ? null : Long.valueOf(all + surplus);
    }

    @Override
    public List<String> warnings() {
        return total.warnings();
    }

    @Override
    public @Nullable PageRequest next() {
        if (!isFurther()) {
            return null;
        }
        offset += anchored ? rows - 1 : rows;
        anchor = anchored ? last : null;
        return PageRequest.next(begin());
    }

    @Override
    public boolean hasMoved() {
        return moved;
    }

    @Override
    public boolean noticesMoves() {
        return anchored;
    }

    @Override
    public boolean resize(int records) {
        anchored = false;
        limit = sized ? records : limit;
        return sized;
    }

    private Map<String, String> begin() {
        rows = 0;
        moved = false;
        return Map.of("limit", Integer.toString(limit), "offset", Long.toString(offset));
    }
}
