package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one sync reads its source: whether it has reached the end, and its messages then. */
public interface Reading {

    /** Whether there may be something newer to read. */
    boolean hasNext();

    /** The state to store once the sync has succeeded; null when there is nothing to store. */
    @Nullable
    ObjectNode end();

    /** The fraction that was read, from 0 to 1; NaN where the strategy does not know it. */
    default double progress() {
        return Double.NaN;
    }

    /** Why the sync ended, for the log; null when there is nothing to log. */
    default @Nullable String endReason() {
        return null;
    }

    /** What to change so that syncs need fewer requests; null when there is no advice. */
    default @Nullable String advice() {
        return null;
    }

    /** Warnings to report once the sync has ended. */
    default List<String> warnings() {
        return List.of();
    }
}
