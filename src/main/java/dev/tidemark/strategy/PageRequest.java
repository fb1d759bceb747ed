package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to ask for next.
 *
 * @param values what stands in the query for the names in its braces
 * @param goesOn whether this goes on in a list, for APIs that want other parameters then ({@code nextQuery})
 * @param link where the API itself says the list goes on; null when the query says it
 */
public record PageRequest(Map<String, String> values, boolean goesOn, @Nullable String link) {

    /** The first page of a list. */
    static PageRequest first(Map<String, String> values) {
        return new PageRequest(values, false, null);
    }

    /** A further page of a list. */
    static PageRequest next(Map<String, String> values) {
        return new PageRequest(values, true, null);
    }

    /** A further page of a list, at an address of the API's. */
    static PageRequest at(String link) {
        return new PageRequest(Map.of(), true, link);
    }
}
