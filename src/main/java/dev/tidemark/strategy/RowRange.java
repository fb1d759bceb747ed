package dev.tidemark.strategy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table to read next, in the order of cursor and key: those with a cursor, or those without one.
 *
 * @param from after where they stand
 * @param to up to where they stand, it included; null for no end
 * @param keyFields the columns of the key
 * @param limit the most rows to read
 * @param delay how long before now, by the clock of the database, their cursor must lie; null when it may lie anywhere
 */
public record RowRange(
        String cursorField,
        List<String> keyFields,
        RowPosition from,
        @Nullable RowPosition to,
        int limit,
        @Nullable Duration delay) {

    /** Whether it is of the rows without a cursor. */
    public boolean isWithoutCursor() {
        return from.cursor() == null;
    }
}
