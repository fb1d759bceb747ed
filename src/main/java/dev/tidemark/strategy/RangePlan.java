package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sync by ranges that are fetched side by side and come back in any order: which to hand out, and how far the state may
 * move. Used by one thread.
 */
public interface RangePlan {

    /** More that can be handed out now; empty while what is out has to come back first, and at the end. */
    List<PlannedRange> next();

    /**
     * A range that was handed out has been fetched, and its rows are written.
     *
     * @param found the state at the end of its fetching
     */
    void done(PlannedRange range, ObjectNode found);

    /** Whether all is fetched. */
    boolean hasEnded();

    /** The state that holds now; null while there is nothing to store yet. */
    @Nullable
    ObjectNode state();

    /** How much of what is to be read was read, from 0 to 1, where the strategy can tell; NaN where it cannot. */
    default double share() {
        return Double.NaN;
    }

    /** How it came to its end; null where that is not worth a line in the log. */
    default @Nullable String howItEnded() {
        return null;
    }

    /** What was unusual and should be said once the sync has ended; empty when nothing was. */
    default List<String> warnings() {
        return List.of();
    }
}
