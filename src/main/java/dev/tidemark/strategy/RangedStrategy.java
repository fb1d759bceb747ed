package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A strategy whose syncs can be split into ranges for many workers. */
public interface RangedStrategy extends Strategy {

    /** Whether its parameters divide a sync into work units. */
    default boolean isDivided() {
        return true;
    }

    /**
     * Starts a sync whose ranges are fetched in parallel.
     *
     * @param state what the last checkpoint stored; null before the first
     * @param now the time at which the sync began
     * @param window how many ranges may be in progress
     * @throws IllegalArgumentException when the state is not one of this strategy's; the message says what it should be
     */
    WorkPlan plan(@Nullable ObjectNode state, Instant now, int window);

    /** Fetches one range of a plan; its final state is the argument of {@link WorkPlan#done}. Stores nothing before. */
    Paging range(WorkUnit range, Instant now);
}
