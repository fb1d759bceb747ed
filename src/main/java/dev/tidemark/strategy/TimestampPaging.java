package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sync by timestamp: each request asks from the greatest cursor seen, ties included, until nothing newer comes. */
final class TimestampPaging implements Paging {

    /** Below this, a page as long as an earlier one is chance; from here on it looks like a limit of the API. */
    private static final int LOOKS_LIKE_A_LIMIT = 10;

    private final CursorSettings settings;
    private final @Nullable Integer pageSize;
    private final Watermark watermark;

    private Bound bound;
    private @Nullable Cursor position;
    private boolean ended;
    private int largestPage;
    private @Nullable Cursor leastOfLargest;

    /**
     * Begins a sync.
     *
     * @param stored the cursor in the state, below which the state never goes
     * @param from where to begin; null for the initial cursor
     */
    TimestampPaging(
            CursorSettings settings,
            @Nullable Integer pageSize,
            Instant now,
            @Nullable Cursor stored,
            @Nullable Cursor from) {
        this.settings = settings;
        this.pageSize = pageSize;
        this.watermark = new Watermark(settings, now, stored, from);
        this.bound = settings.first();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        position = watermark.position();
        bound = position == null ? settings.first() : settings.from(position, watermark.finest());
        watermark.pageStarts(false);
        return PageRequest.first(
                pageSize == null
                        ? Map.of("cursor", bound.text())
                        : Map.of("cursor", bound.text(), "limit", pageSize.toString()));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        watermark.see(row);
    }

    @Override
    public void pageRead(@Nullable String fact) {
        PageCursors page = watermark.page();
        watermark.requireAtLeast(bound);
        watermark.requireRecordAt(position, bound, page.rows());
        boolean newer = watermark.pageEnds(true);
        // A server may cut below the size that was declared, too.
        boolean cut = (pageSize != null && page.rows() >= pageSize)
                || (!newer && page.rows() >= LOOKS_LIKE_A_LIMIT && page.rows() == largestPage && shouldBeShorter(page));
        if (cut && !page.inOrder()) {
            throw new IllegalStateException(
                    "the API cuts its answers at " + page.rows()
                            + " records and they are not in ascending order of " + settings.field()
                            + ": going on from the greatest would skip rows; ask for that order in query, or use another strategy");
        }
        if (cut && !newer) {
            throw new IllegalStateException("all " + page.rows() + " records of a full page share the cursor `"
                    + watermark.position()
                    + "`, and a timestamp cannot reach past them; have the API give more at a time, or use the strategy keyset or offset"
                    + (pageSize == null ? ", or set pageSize to the number at which the API cuts its answers" : ""));
        }
        remember(page);
        ended = !newer;
    }

    /** Whether records of the largest page are left out, as the bound asks: then a page as large should not come again. */
    private boolean shouldBeShorter(PageCursors page) {
        Cursor least = page.least();
        if (leastOfLargest == null || least == null || least.compareTo(leastOfLargest) <= 0) {
            return false;
        }
        int order = leastOfLargest.compareTo(bound.value());
        return order < 0 || (order == 0 && !settings.inclusive());
    }

    private void remember(PageCursors page) {
        Cursor least = page.least();
        if (page.rows() < largestPage || least == null) {
            return;
        }
        boolean larger = page.rows() > largestPage;
        if (larger || leastOfLargest == null || least.compareTo(leastOfLargest) < 0) {
            leastOfLargest = least;
        }
        largestPage = page.rows();
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return ended && next == null ? end() : state(watermark.after(chunk, next, null));
    }

    @Override
    public @Nullable ObjectNode end() {
        return state(watermark.end());
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(watermark.warnings());
        if (!watermark.isInOrder() && pageSize == null) {
            warnings.add("the answers are not in ascending order of " + settings.field()
                    + ": if the API cuts them at a number of records, rows are missing; ask for that order in query");
        }
        return warnings;
    }

    private static @Nullable ObjectNode state(@Nullable Cursor cursor) {
        return CursorStrategy.state(TimestampStrategy.STATE, cursor);
    }
}
