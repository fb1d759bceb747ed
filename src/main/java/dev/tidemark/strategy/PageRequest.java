package dev.tidemark.strategy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to ask for next.
 *
 * @param values what stands in the query for the names in its braces
 * @param isContinuation whether this goes on in a list, for APIs that want other parameters then ({@code nextQuery})
 * @param link where the API itself says the list goes on; null when the query says it
 * @param rows what to read of a table; null when an API is asked
 * @param beyondTotal whether the API itself said that the list has ended before this page
 */
public record PageRequest(
        Map<String, String> values,
        boolean isContinuation,
        @Nullable String link,
        @Nullable RowRange rows,
        boolean beyondTotal) {

    /** The first page of a list. */
    static PageRequest first(Map<String, String> values) {
        return new PageRequest(values, false, null, null, false);
    }

    /** A further page of a list. */
    static PageRequest next(Map<String, String> values) {
        return new PageRequest(values, true, null, null, false);
    }

    /** A page that should not be there, asked for because totals lie. */
    static PageRequest beyondTotal(Map<String, String> values) {
        return new PageRequest(values, true, null, null, true);
    }

    /** A further page of a list, at an address of the API's. */
    static PageRequest at(String link) {
        return new PageRequest(Map.of(), true, link, null, false);
    }

    /** Rows of a table. */
    static PageRequest of(RowRange rows) {
        return new PageRequest(Map.of(), false, null, rows, false);
    }

    /** The same, with the cursor that the list begins at unless it has one of its own. */
    PageRequest from(String cursor) {
        Map<String, String> all = new HashMap<>(Map.of("cursor", cursor));
        all.putAll(values);
        return new PageRequest(all, isContinuation, link, rows, beyondTotal);
    }
}
