package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one kind of API goes on in a list that is longer than a page. One instance serves one sync. */
interface Continuation {

    /** What the first request of a list needs besides the cursor. The list begins anew. */
    Map<String, String> first();

    /** Looks at a record of a page, in order. */
    default void see(Map<String, @Nullable Object> row) {}

    /**
     * A page was read.
     *
     * @param rows how many records it has
     * @param fact what the answer says about going on, at the place the Kamelet names; null when it says nothing
     * @throws IllegalStateException when the API leads nowhere; the message says how
     */
    void pageRead(int rows, @Nullable String fact);

    /** The next request of the list; null when the list is at its end. */
    @Nullable
    PageRequest next();

    /** Whether the list has shifted under the requests, so that rows may have been passed over. */
    default boolean hasMoved() {
        return false;
    }

    /** Whether a shift of the list would be noticed by {@link #hasMoved}. */
    default boolean noticesMoves() {
        return false;
    }

    /** Whether going on from a page that ends inside a tie comes to the rest of the tie. */
    default boolean readsTies() {
        return true;
    }

    /** Whether going on cannot pass over rows that share a cursor. */
    default boolean isExact() {
        return false;
    }
}
