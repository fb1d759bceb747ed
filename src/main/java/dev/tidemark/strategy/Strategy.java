package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source finds new records. One instance serves one source while it runs, and holds no state of a sync. It may be used
 * by several syncs, one after the other.
 */
public interface Strategy {

    /** Its name in the state, the summary and the Kamelet's name. */
    String name();

    /** The record's cursor field; null when the strategy has none. */
    @Nullable
    String cursorField();

    /**
     * The cursor that a state holds.
     *
     * @return null when it holds none, because the API does not accept a cursor
     * @throws IllegalArgumentException when the state is not one of this strategy's; the message says what it should be
     */
    @Nullable
    Cursor reached(ObjectNode state);

    /**
     * The cursor of a record.
     *
     * @return null when it has none
     * @throws java.time.DateTimeException or NumberFormatException when it cannot be read
     */
    @Nullable
    Cursor cursor(Map<String, @Nullable Object> row);

    /**
     * The state from which a sync resumes at a cursor.
     *
     * @param cursor the cursor as written by a person
     * @param before a state whose cursor format is kept; null when there is none
     * @throws IllegalArgumentException when the cursor cannot be read, or when the strategy cannot resume from one
     */
    ObjectNode stateAt(String cursor, @Nullable ObjectNode before);

    /**
     * Sets the key fields of the destination; called before {@link #begin}.
     *
     * @param fields empty when unknown
     */
    default void keyedBy(List<String> fields) {}

    /**
     * Begins a sync.
     *
     * @param state what the last checkpoint stored; null before the first
     * @param now the time at which the sync began
     * @throws IllegalArgumentException when the state is not one of this strategy's; the message says what it should be
     */
    Paging begin(@Nullable ObjectNode state, Instant now);
}
