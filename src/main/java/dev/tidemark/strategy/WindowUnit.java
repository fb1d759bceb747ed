package dev.tidemark.strategy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.json.Json;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.WindowLength;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a {@link WindowPlan} that one worker fetches, in the texts of its unit: from the state that is stored, the
 * initial cursor or the end of another unit, to the start of the next one or {@code now}.
 *
 * @param start the end of the unit before; null for the first unit
 * @param state what the first unit continues from; null for others, and before the first checkpoint
 * @param end null for the last unit, which ends where nothing newer is returned
 */
record WindowUnit(@Nullable Cursor start, @Nullable ObjectNode state, @Nullable Cursor end) {

    private static final String NOW = "now";

    boolean isFirst() {
        return start == null;
    }

    WorkUnit toWork(WindowLength length) {
        String initial = state == null ? length.settings().initial() : state.toString();
        return new WorkUnit(start == null ? initial : start.text(), end == null ? NOW : end.text());
    }

    /**
     * Reads what {@link #toWork} wrote.
     *
     * @throws IllegalArgumentException when the texts are not those of windows
     */
    static WindowUnit of(WorkUnit unit, WindowLength length) {
        String first = unit.first();
        Cursor end = unit.last().equals(NOW) ? null : length.read(unit.last());
        if (first.startsWith("{")) {
            return new WindowUnit(null, state(first), end);
        }
        return new WindowUnit(first.equals(length.settings().initial()) ? null : length.read(first), null, end);
    }

    private static ObjectNode state(String text) {
        try {
            return (ObjectNode) Json.EXACT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("`" + text + "` is not a state, where windows of time begin", e);
        }
    }
}
