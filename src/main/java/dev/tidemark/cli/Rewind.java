package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves states to a cursor.
 *
 * @param forward whether also forward, past records that are then never read
 */
record Rewind(Strategy strategy, String to, boolean forward) {

    /** The state at the cursor; null when it is ahead of the present one. */
    @Nullable
    ObjectNode from(@Nullable ObjectNode before) {
        ObjectNode state = strategy.stateAt(to, before);
        Cursor reached = before == null ? null : strategy.reached(before);
        // A state without a cursor: no record was read yet.
        boolean isEmpty = before != null && reached == null;
        return forward || isEmpty || !isAhead(Objects.requireNonNull(strategy.reached(state)), reached) ? state : null;
    }

    /** Why a state cannot be moved: the cursor is ahead of it. */
    String refusal(String what, @Nullable ObjectNode before) {
        Cursor reached = before == null ? null : strategy.reached(before);
        return what + ": `" + to + "` is ahead of "
                + (reached == null ? "its beginning, since it has no state" : "its cursor `" + reached + "`")
                + ": records in between would never be read; use --forward if this is intended";
    }

    private static boolean isAhead(Cursor wanted, @Nullable Cursor reached) {
        return reached == null || wanted.compareTo(reached) > 0;
    }
}
