package dev.tidemark.strategy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The next request.
 *
 * @param values the values of the query's placeholders
 * @param isContinuation whether this is a further page of a list, for APIs that need other parameters then
 *     ({@code nextQuery})
 * @param link the API's own address of the next page; null when the query determines it
 * @param rows the rows to read from a table; null for an API
 * @param beyondTotal whether the API itself reported that the list ends before this page
 */
public record PageRequest(
        Map<String, String> values,
        boolean isContinuation,
        @Nullable String link,
        @Nullable RowRange rows,
        boolean beyondTotal) {

    /** The first page of a list. */
    public static PageRequest first(Map<String, String> values) {
        return new PageRequest(values, false, null, null, false);
    }

    /** A further page of a list. */
    public static PageRequest next(Map<String, String> values) {
        return new PageRequest(values, true, null, null, false);
    }

    /** A page past the reported total, requested because totals may be wrong. */
    public static PageRequest beyondTotal(Map<String, String> values) {
        return new PageRequest(values, true, null, null, true);
    }

    /** A further page of a list, at an address from the API. */
    public static PageRequest at(String link) {
        return new PageRequest(Map.of(), true, link, null, false);
    }

    /** Rows of a table. */
    public static PageRequest of(RowRange rows) {
        return new PageRequest(Map.of(), false, null, rows, false);
    }

    /** The same request, with the list's first cursor unless it has its own. */
    public PageRequest from(String cursor) {
        return with(Map.of("cursor", cursor));
    }

    /** The same request, with further values unless it has its own. */
    public PageRequest with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(values);
        return new PageRequest(all, isContinuation, link, rows, beyondTotal);
    }
}
