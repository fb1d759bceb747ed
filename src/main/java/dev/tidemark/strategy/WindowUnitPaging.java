package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import dev.tidemark.strategy.cursor.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches one unit of a {@link WindowPlan}; its result is the state that a sync of these windows alone would end with. */
final class WindowUnitPaging extends TimestampPaging {

    WindowUnitPaging(
            CursorSettings settings,
            @Nullable Integer pageSize,
            Instant now,
            @Nullable Cursor stored,
            @Nullable Cursor from,
            Windows windows) {
        super(settings, pageSize, now, stored, from, windows);
    }

    /** The result, with the last rows; null before. */
    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return next == null && !hasNext() ? end() : null;
    }

    @Override
    public ObjectNode end() {
        ObjectNode found = super.end();
        return found == null ? JsonNodeFactory.instance.objectNode() : found;
    }
}
