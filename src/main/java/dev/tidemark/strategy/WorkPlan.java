package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sync by ranges that are fetched in parallel and completed in any order: the ranges to hand out, and how far the state
 * may advance. Not thread-safe; confined to the sync's thread.
 */
public interface WorkPlan extends Reading {

    /** Further ranges to hand out now; empty while others must be completed first, and at the end. */
    List<WorkUnit> next();

    /**
     * Called when a range was fetched and its rows are written.
     *
     * @param found the state at the end of the range
     */
    void done(WorkUnit range, ObjectNode found);

    /** The state to store now; null while there is nothing to store yet. */
    @Nullable
    ObjectNode state();

    @Override
    default @Nullable ObjectNode end() {
        return state();
    }
}
