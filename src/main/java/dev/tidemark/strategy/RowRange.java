package dev.tidemark.strategy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next rows of a table, in the order of cursor and key: those with a cursor, or those without one.
 *
 * @param from the position before the first row
 * @param to the position of the last row, inclusive; null for no end
 * @param keyFields the columns of the key
 * @param limit the maximum number of rows
 * @param delay the minimum age of their cursor, by the clock of the database; null for any
 */
public record RowRange(
        String cursorField,
        List<String> keyFields,
        RowPosition from,
        @Nullable RowPosition to,
        int limit,
        @Nullable Duration delay) {

    /** Whether it has the rows without a cursor. */
    public boolean isWithoutCursor() {
        return from.cursor() == null;
    }
}
