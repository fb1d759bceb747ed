package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A strategy whose syncs can be parted into ranges, for many workers to fetch. */
public interface RangedStrategy extends Strategy {

    /**
     * Begins a sync whose ranges are fetched side by side.
     *
     * @param state what the last checkpoint stored; null before the first
     * @param now the time at which the sync began
     * @param window how many ranges may be under way
     * @throws IllegalArgumentException when the state is not one of this strategy's; the message says what it should be
     */
    RangePlan plan(@Nullable ObjectNode state, Instant now, int window);

    /** Fetches one range of a plan; its end state is what {@link RangePlan#done} wants to know. Stores nothing before. */
    Paging range(PlannedRange range, Instant now);
}
