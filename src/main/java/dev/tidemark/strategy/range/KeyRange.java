package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.strategy.cursor.Watermark;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fetches one range of a {@link KeyPlan}; its result only records that it is done. */
final class KeyRange implements Paging {

    private final KeyBasedStrategy strategy;
    private final RowPosition to;
    private final Watermark watermark;

    private RowPosition from;
    private int rows;
    private @Nullable Map<String, @Nullable Object> last;
    private boolean ended;

    /** @param watermark sees the rows, for its warnings */
    KeyRange(KeyBasedStrategy strategy, WorkUnit range, Watermark watermark) {
        this.strategy = strategy;
        this.from = RowPosition.read(range.first());
        this.to = RowPosition.read(range.last());
        this.watermark = watermark;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        watermark.pageStarts(true);
        rows = 0;
        return PageRequest.of(strategy.rows(from, to, null));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        rows++;
        last = row;
        if (to.cursor() != null) {
            watermark.see(row);
        }
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        if (rows > 0) {
            from = strategy.position(Objects.requireNonNull(last));
        }
        ended = rows < strategy.pageSize() || from.isSameAs(to);
    }

    /** The result, with the last rows; null before. */
    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return next == null && ended ? end() : null;
    }

    @Override
    public ObjectNode end() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public List<String> warnings() {
        return watermark.warnings();
    }
}
