package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A range of a source that a worker is to fetch, or has fetched.
 *
 * @param plan the sync that it belongs to
 * @param number unique in the plan
 * @param first where it begins, and {@code last} where it ends, in the words of its strategy
 * @param found the state of its fetching; null until it is done
 * @param counts what was done; null until it is done
 * @param error why it failed or stopped; null unless it has
 * @param stopped whether nothing is wrong with it, and no other worker can go on now either
 * @param worker who fetches it, or has; null while nobody does
 * @param claims how often a worker has begun it
 */
public record RangeTask(
        String source,
        String plan,
        long number,
        String first,
        String last,
        @Nullable ObjectNode found,
        @Nullable RowCounts counts,
        @Nullable String error,
        boolean stopped,
        @Nullable String worker,
        int claims) {

    /** One that nobody has fetched yet. */
    public RangeTask(String source, String plan, long number, String first, String last) {
        this(source, plan, number, first, last, null, null, null, false, null, 0);
    }

    /** Whether its rows are written, or it failed. */
    public boolean hasEnded() {
        return found != null || error != null;
    }
}
