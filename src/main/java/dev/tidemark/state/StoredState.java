package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a source.
 *
 * @param strategy the strategy that stored it
 * @param cursorField the field whose values it holds; null when it holds none, or when it is unknown
 * @param state the strategy's document
 * @param version increases by one with each checkpoint and never decreases; 1 is the first
 */
public record StoredState(String strategy, @Nullable String cursorField, ObjectNode state, long version) {

    private static final String PARTITIONS = "partitions";

    /** Whether the source has partitions: each of them has a state of its own, and this one only fences them. */
    public boolean hasPartitions() {
        return hasPartitions(state);
    }

    /** Whether a state is that of a source with partitions. */
    public static boolean hasPartitions(@Nullable ObjectNode state) {
        return state != null && state.path(PARTITIONS).asBoolean();
    }

    /** The state of a source with partitions. */
    public static ObjectNode ofPartitions() {
        return JsonNodeFactory.instance.objectNode().put(PARTITIONS, true);
    }

    /** Whether another state is equal as JSON text: a state that is read back has other number classes than a new one. */
    public boolean isSameAs(StoredState other) {
        return version == other.version
                && strategy.equals(other.strategy)
                && Objects.equals(cursorField, other.cursorField)
                && holds(other.state);
    }

    /** Whether this is the stored document. */
    public boolean holds(ObjectNode document) {
        return state.toString().equals(document.toString());
    }
}
