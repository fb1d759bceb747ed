package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one sync and the state that they justify. Called by one thread, always in this order: {@link #next},
 * then {@link #see} for each record of the page, {@link #pageRead} at its end, and, while the page's rows are written,
 * {@link #stateAfter} once a chunk; and so on until {@link #hasNext} says no.
 */
public interface Paging extends Reading {

    /** The next request. */
    PageRequest next();

    /** Looks at a record. All of a page are seen before any of it is written. */
    void see(Map<String, @Nullable Object> row);

    /**
     * When the API gave the page, by its own clock; said before {@link #pageRead}, of pages that come with a date.
     *
     * @param date to the second
     */
    default void respondedAt(Instant date) {}

    /**
     * The page was read to its end.
     *
     * @param fact what the answer says about further pages, at the place that the Kamelet names; null when nothing
     * @throws IllegalStateException when going on would lose rows; the message says why and what to change
     */
    void pageRead(@Nullable String fact);

    /**
     * The state that holds once a chunk of the page is written: no row at or below it is missing then.
     *
     * @param chunk rows of the page that was read last, in its order
     * @param next the row that follows the chunk in the page; null at the page's end
     * @return null while there is nothing to store yet
     */
    @Nullable
    ObjectNode stateAfter(List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next);

    /**
     * Where a response would state the next page, if none of this sync has so far.
     *
     * @return the parameter that names the place, and its value; null once a response has stated it, and where none has to
     */
    default @Nullable String missingNextPage() {
        return null;
    }
}
