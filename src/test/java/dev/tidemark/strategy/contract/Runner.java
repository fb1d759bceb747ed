package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What runs the syncs of a {@link Play}, and keeps the table and the state that they write. */
interface Runner {

    /**
     * Syncs once, and tells the play of each step.
     *
     * @return whether the sync came to its end
     * @throws Play.BrokenOff when the program dies, or a request fails
     * @throws IllegalStateException when the strategy gives up at the last response
     */
    boolean sync(Play play);

    /** How many requests it makes at most where one after the other would be so many. */
    default int most(int requests) {
        return requests;
    }

    /** The table as it is now: whether it has this version of a record. */
    Predicate<Item> table();

    /** What is stored; null before the first time. */
    @Nullable
    ObjectNode state();
}
