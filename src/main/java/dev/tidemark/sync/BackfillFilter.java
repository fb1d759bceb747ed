package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits what a sync may write: all records, or those up to a cursor. */
final class BackfillFilter {

    private final Strategy strategy;
    private final @Nullable Cursor last;

    /** @param last the last cursor to write; null for no end */
    BackfillFilter(Strategy strategy, @Nullable Cursor last) {
        this.strategy = strategy;
        this.last = last;
    }

    /** Returns the records to write, including those whose cursor cannot be read. */
    List<Map<String, @Nullable Object>> of(List<Map<String, @Nullable Object>> chunk) {
        return last == null ? chunk : chunk.stream().filter(this::holds).toList();
    }

    /** Whether a state shows that all records of the range were read. */
    boolean isCompletedIn(ObjectNode state) {
        if (last == null) {
            return false;
        }
        Cursor reached = strategy.reached(state);
        return reached != null && reached.compareTo(last) > 0;
    }

    private boolean holds(Map<String, @Nullable Object> row) {
        try {
            Cursor cursor = strategy.cursor(row);
            return cursor == null || last == null || cursor.compareTo(last) <= 0;
        } catch (DateTimeException | NumberFormatException e) {
            return true;
        }
    }
}
