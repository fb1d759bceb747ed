package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source finds what is new. One instance serves one source for as long as it runs and holds no state of a sync;
 * implementations are safe for use by several syncs one after the other.
 */
public interface Strategy {

    /** The word that stands for it in the state, the summary and the Kamelet's name. */
    String name();

    /** The record's field that tells newer from older; null when the strategy knows none. */
    @Nullable
    String cursorField();

    /**
     * Begins a sync.
     *
     * @param state what the last checkpoint stored; null before the first
     * @param now the time at which the sync began
     * @throws IllegalArgumentException when the state is not one of this strategy's; the message says what it should be
     */
    Paging begin(@Nullable ObjectNode state, Instant now);
}
