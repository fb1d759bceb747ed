package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one sync and the states to store. Called by one thread, always in this order: {@link #next}, {@link #see}
 * for each record of the page, {@link #pageRead} at its end and, while the page's rows are written, {@link #stateAfter} once
 * per chunk. This repeats until {@link #hasNext} returns false.
 */
public interface Paging extends Reading {

    /** The next request. */
    PageRequest next();

    /** Passes a record. All records of a page are seen before any of them is written. */
    void see(Map<String, @Nullable Object> row);

    /** Passes an element that has no records within it; see {@link dev.tidemark.row.EmptyElement}. */
    default void seeEmpty(Map<String, @Nullable Object> element) {}

    /**
     * Called before {@link #pageRead} for a page whose records are nested in other elements.
     *
     * @param elements how many elements it has: the API counts these, not the records
     */
    default void nestedIn(int elements) {}

    /**
     * Sets the page's time by the API's own clock; called before {@link #pageRead} for pages with a date.
     *
     * @param date to the second
     */
    default void respondedAt(Instant date) {}

    /**
     * Called when the page was read to its end.
     *
     * @param pageInfo the response's value at the place that the Kamelet names; null when there is none
     * @throws IllegalStateException when continuing would lose rows; the message says why and what to change
     */
    void pageRead(@Nullable String pageInfo);

    /**
     * The state to store once a chunk of the page is written: no row at or below it is missing then.
     *
     * @param chunk rows of the last page, in its order; empty for a page without rows
     * @param next the row that follows the chunk in the page; null at the page's end
     * @return null while there is nothing to store yet
     */
    @Nullable
    ObjectNode stateAfter(List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next);

    /**
     * Where a response would report a next page, if none of this sync did so far.
     *
     * @return the parameter that names the place, and its value; null once a response reported one, and where none needs to
     */
    default @Nullable String missingNextPage() {
        return null;
    }
}
