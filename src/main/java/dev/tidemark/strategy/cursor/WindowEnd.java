package dev.tidemark.strategy.cursor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The end of the windows that were read, as the state has it. */
public final class WindowEnd {

    static final String STATE = "window_end";

    private WindowEnd() {}

    /** Whether a state has the end of a window, and no cursor of that name: no record was read yet. */
    public static boolean isAlone(@Nullable ObjectNode state, String cursor) {
        return state != null && state.has(STATE) && !state.has(cursor);
    }

    /**
     * The end in a state.
     *
     * @return null when it has none
     * @throws IllegalArgumentException when it cannot be read
     */
    public static @Nullable Instant of(@Nullable ObjectNode state) {
        JsonNode value = state == null ? null : state.get(STATE);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the state has the " + STATE + " `" + value.asText() + "`, which is not a time such as"
                            + " 2024-01-31T00:00:00Z; correct it with `state set`, or remove it",
                    e);
        }
    }

    /** Adds an end to a state, if there is one. */
    public static void put(ObjectNode state, @Nullable Instant end) {
        if (end != null) {
            state.put(STATE, end.toString());
        }
    }
}
