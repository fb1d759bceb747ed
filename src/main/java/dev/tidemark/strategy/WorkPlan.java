package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sync by work units that are fetched in parallel and completed in any order: the units to hand out, and how far the
 * state may advance. Not thread-safe; confined to the sync's thread.
 */
public interface WorkPlan extends Reading {

    /** How many units each worker has in progress or waiting, so that it always finds the next one. */
    int AHEAD = 4;

    /** Further units to hand out now; empty while others must be completed first, and at the end. */
    List<WorkUnit> next();

    /**
     * Called when a unit was fetched and its rows are written.
     *
     * @param found the state at the end of the unit
     */
    void done(WorkUnit unit, ObjectNode found);

    /** The state to store now; null while there is nothing to store yet. */
    @Nullable
    ObjectNode state();

    @Override
    default @Nullable ObjectNode end() {
        return state();
    }

    /** How often a unit that fails is fetched, from 1. */
    default int attempts() {
        return 3;
    }

    /**
     * Called when a unit has failed that often.
     *
     * @throws IllegalStateException when the sync cannot succeed without it
     */
    default void failed(WorkUnit unit, String error) {
        throw new IllegalStateException(name(unit) + " failed " + attempts() + " times; last error: " + error);
    }

    /**
     * Called once all units have ended.
     *
     * @throws IllegalStateException when too much of the source could not be read
     */
    default void complete() {}

    /** Called when the sync ends before that. */
    default void endedEarly() {}

    /** The unit in messages. */
    default String name(WorkUnit unit) {
        return "the range from " + unit;
    }
}
