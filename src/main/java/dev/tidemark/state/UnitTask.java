package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A range of a source that a worker fetches, or has fetched.
 *
 * @param plan the sync that it belongs to
 * @param number unique in the plan
 * @param first where it starts, and {@code last} where it ends, in the strategy's own format
 */
public record UnitTask(String source, String plan, long number, String first, String last, Progress progress) {

    /**
     * How far a range is.
     *
     * @param found the state at the end of its fetching; null until it is done
     * @param counts the counts of its rows; null until it is done
     * @param error why it failed or stopped; otherwise null
     * @param stopped whether it stopped without an error, and no other worker can continue now either
     * @param worker the worker that fetches it, or has fetched it; null while there is none
     * @param claims how often a worker has claimed it
     */
    public record Progress(
            @Nullable ObjectNode found,
            @Nullable RowCounts counts,
            @Nullable String error,
            boolean stopped,
            @Nullable String worker,
            int claims) {

        static final Progress NONE = new Progress(null, null, null, false, null, 0);

        /** Whether its rows are written, or it has failed. */
        public boolean hasEnded() {
            return found != null || error != null;
        }
    }

    /** A range that no worker has fetched yet. */
    public UnitTask(String source, String plan, long number, String first, String last) {
        this(source, plan, number, first, last, Progress.NONE);
    }
}
