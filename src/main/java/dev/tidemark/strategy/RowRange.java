package dev.tidemark.strategy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table to read next, in the order of cursor and key.
 *
 * @param cursor the cursor, as the database wrote it, at or after which they stand; null for the rows without one
 * @param key the key after which they stand among those with that very cursor; empty for all of them
 * @param keyFields the columns of the key
 * @param limit the most rows to read
 * @param delay how long before now their cursor must lie; zero when it need not
 */
public record RowRange(
        String cursorField,
        @Nullable Object cursor,
        List<String> keyFields,
        List<Object> key,
        int limit,
        Duration delay) {}
