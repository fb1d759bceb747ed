package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A work unit of a source that a worker fetches, or has fetched.
 *
 * @param plan the sync that it belongs to
 * @param number unique in the plan
 * @param first where a range starts, and {@code last} where it ends, in the strategy's own format; of a partition, its id
 *     and the version of the source's state
 */
public record UnitTask(String source, String plan, long number, String first, String last, Progress progress) {

    /**
     * How far a unit is.
     *
     * @param found the state at the end of its fetching; null until it is done
     * @param counts the counts of its rows; null until it has ended
     * @param error why it failed or stopped; otherwise null
     * @param failure what that means for the others; null when it has no error
     * @param worker the worker that fetches it, or has fetched it; null while there is none
     * @param claims how often a worker has claimed it
     */
    public record Progress(
            @Nullable ObjectNode found,
            @Nullable RowCounts counts,
            @Nullable String error,
            @Nullable Failure failure,
            @Nullable String worker,
            int claims) {

        static final Progress NONE = new Progress(null, null, null, null, null, 0);

        /** Whether its rows are written, or it has failed. */
        public boolean hasEnded() {
            return found != null || error != null;
        }
    }

    /** What the failure of one unit means for the others. */
    public enum Failure {
        /** They may succeed, and so may this one later. */
        ITS_OWN(0),
        /** No worker can continue now, without an error: a quota is used up, for example. */
        STOPS_ALL(1),
        /** They fail as well: the login is refused, for example. */
        FAILS_ALL(2);

        /** As stored. */
        final int code;

        Failure(int code) {
            this.code = code;
        }

        static Failure of(int code) {
            return Arrays.stream(values())
                    .filter(each -> each.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("tidemark_ranges has a unit with stopped=" + code));
        }
    }

    /** A unit that no worker has fetched yet. */
    public UnitTask(String source, String plan, long number, String first, String last) {
        this(source, plan, number, first, last, Progress.NONE);
    }
}
