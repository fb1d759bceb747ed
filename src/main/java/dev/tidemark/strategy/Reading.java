package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one sync reads its source: whether it has come to the end, and what there is to say of it then. */
public interface Reading {

    /** Whether there may be something newer to read. */
    boolean hasNext();

    /** The state that holds once the sync has ended well; null when there is nothing to store. */
    @Nullable
    ObjectNode end();

    /** How much of what is to be read was read, from 0 to 1, where the strategy can tell; NaN where it cannot. */
    default double progress() {
        return Double.NaN;
    }

    /** How the sync came to its end, where that is worth a line in the log; null where it is not. */
    default @Nullable String endReason() {
        return null;
    }

    /** What to change so that syncs need fewer requests; null when nothing is known. */
    default @Nullable String advice() {
        return null;
    }

    /** What was unusual and should be said once the sync has ended; empty when nothing was. */
    default List<String> warnings() {
        return List.of();
    }
}
