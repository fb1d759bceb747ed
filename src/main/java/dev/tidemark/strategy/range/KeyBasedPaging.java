package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.CursorStrategy;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RepeatedPages;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.Watermark;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One sync over a table: first, if nothing is stored yet, the rows without a cursor, then the others in cursor order. */
final class KeyBasedPaging implements Paging {

    private final KeyBasedStrategy strategy;
    private final CursorSettings settings;
    private final Watermark watermark;
    private final RepeatedPages repeated = new RepeatedPages();

    private RowPosition from;
    private @Nullable JsonNode storedKey;
    private int rows;
    private @Nullable Map<String, @Nullable Object> last;
    private boolean ended;

    KeyBasedPaging(
            KeyBasedStrategy strategy,
            CursorSettings settings,
            Instant now,
            @Nullable Cursor stored,
            @Nullable JsonNode storedKey) {
        this.strategy = strategy;
        this.settings = settings;
        this.storedKey = storedKey;
        this.watermark = new Watermark(settings, now, stored, stored);
        this.from = RowPosition.at(stored == null ? null : stored.written());
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        watermark.pageStarts(true);
        repeated.pageStarts();
        rows = 0;
        return PageRequest.of(strategy.rows(from, null, strategy.delay()));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        rows++;
        last = row;
        if (!isWithoutCursor()) {
            watermark.see(row);
            repeated.see(strategy.position(row).key());
        }
    }

    private boolean isWithoutCursor() {
        return from.cursor() == null;
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        Object before = from.cursor();
        RowPosition reached = rows == 0 ? from : strategy.position(Objects.requireNonNull(last));
        boolean full = rows == strategy.pageSize();
        if (before == null) {
            from = full ? reached : RowPosition.at(settings.initial());
            return;
        }
        watermark.pageEnds(false);
        if (rows > 0) {
            storedKey = KeyBasedStrategy.lastKey(reached);
            boolean moved = !isSame(Objects.requireNonNull(reached.cursor()), before);
            if (full && moved && repeated.hasMoved()) {
                throw strategy.endless(rows);
            }
            // Other rows may have got this cursor in the meantime: its rows are read again, except inside a larger tie.
            from = moved ? RowPosition.at(reached.cursor()) : reached;
        }
        ended = !full;
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (ended && next == null) {
            return end();
        }
        return isWithoutCursor() ? null : state(watermark.after(chunk, next, null));
    }

    @Override
    public @Nullable ObjectNode end() {
        return state(watermark.end());
    }

    @Override
    public List<String> warnings() {
        return watermark.warnings();
    }

    private boolean isSame(Object a, Object b) {
        try {
            return settings.reader().read(a).equals(settings.reader().read(b));
        } catch (DateTimeException | NumberFormatException e) {
            return a.equals(b);
        }
    }

    private @Nullable ObjectNode state(@Nullable Cursor at) {
        ObjectNode state = CursorStrategy.state(KeyBasedStrategy.CURSOR, at);
        return state == null ? null : state.set(KeyBasedStrategy.KEY, storedKey);
    }
}
