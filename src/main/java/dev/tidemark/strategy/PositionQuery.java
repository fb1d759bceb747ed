package dev.tidemark.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where rows of a table stand, without reading more of them than that. Safe for use by many threads. */
public interface PositionQuery {

    /** Where the last row of a range stands, whatever its limit; null when it has none. */
    @Nullable
    RowPosition last(RowRange range);

    /** Where the row stands that is the last one within the range's limit; null when it has fewer rows than that. */
    @Nullable
    RowPosition atLimit(RowRange range);

    /**
     * What a sync should say of rows that it does not read.
     *
     * @param range the first that it reads
     */
    List<String> overlooked(RowRange range);

    /**
     * What a sync should say of the rows that the range leaves out because they are too young; null when there are none.
     *
     * @param range the last that it reads
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
