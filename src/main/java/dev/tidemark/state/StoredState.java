package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is stored for a source.
 *
 * @param strategy the strategy that stored it
 * @param cursorField the field whose values it holds; null when it holds none, or when that is not known
 * @param state the strategy's document
 * @param version grows by one with each checkpoint and never goes back; 1 is the first
 */
public record StoredState(String strategy, @Nullable String cursorField, ObjectNode state, long version) {

    /** Whether another one says the same, as JSON text: one read back has other number classes than one just made. */
    public boolean isSameAs(StoredState other) {
        return version == other.version
                && strategy.equals(other.strategy)
                && Objects.equals(cursorField, other.cursorField)
                && holds(other.state);
    }

    /** Whether this is the document that is stored. */
    public boolean holds(ObjectNode document) {
        return state.toString().equals(document.toString());
    }
}
