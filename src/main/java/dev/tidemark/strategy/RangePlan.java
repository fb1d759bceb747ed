package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sync by ranges that are fetched side by side and come back in any order: which to hand out, and how far the state may
 * move. Used by one thread.
 */
public interface RangePlan extends Reading {

    /** More that can be handed out now; empty while what is out has to come back first, and at the end. */
    List<PlannedRange> next();

    /**
     * A range that was handed out has been fetched, and its rows are written.
     *
     * @param found the state at the end of its fetching
     */
    void done(PlannedRange range, ObjectNode found);

    /** The state that holds now; null while there is nothing to store yet. */
    @Nullable
    ObjectNode state();

    @Override
    default @Nullable ObjectNode end() {
        return state();
    }
}
