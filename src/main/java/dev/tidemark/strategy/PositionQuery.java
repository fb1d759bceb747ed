package dev.tidemark.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries the positions of rows in a table, without reading the rows. Thread-safe. */
public interface PositionQuery {

    /** The position of the last row of a range, regardless of its limit; null when it has no rows. */
    @Nullable
    RowPosition last(RowRange range);

    /** The position of the last row within the range's limit; null when it has fewer rows. */
    @Nullable
    RowPosition atLimit(RowRange range);

    /**
     * Warnings about rows that a sync does not read.
     *
     * @param range the first range that it reads
     */
    List<String> overlooked(RowRange range);

    /**
     * A warning about rows that the range excludes because they are too young; null when there are none.
     *
     * @param range the last range that it reads
     */
    @Nullable
    String younger(RowRange range);

    /**
     * Whether a column holds dates or times, rather than numbers or text.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    boolean isTime(String column);
}
