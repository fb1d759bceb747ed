package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source finds what is new. One instance serves one source for as long as it runs and holds no state of a sync;
 * implementations are safe for use by several syncs one after the other.
 */
public interface Strategy {

    /** The word that stands for it in the state, the summary and the Kamelet's name. */
    String name();

    /** The record's field that tells newer from older; null when the strategy knows none. */
    @Nullable
    String cursorField();

    /**
     * The cursor that a state holds.
     *
     * @return null when it holds none, because the API cannot be asked from a cursor
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
     * The state from which a sync goes on at a cursor.
     *
     * @param cursor as a person writes it
     * @param before a state whose way of writing cursors is kept; null when there is none
     * @throws IllegalArgumentException when the cursor cannot be read, or when there is no going on from one
     */
    ObjectNode stateAt(String cursor, @Nullable ObjectNode before);

    /**
     * By which fields the destination tells records apart; said before {@link #begin}.
     *
     * @param fields empty when it is not known
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
