package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the value at a path while a document is read once. A dotted path may match several places. The first field
 * that differs decides: the one with more of the path in its name wins, in any order.
 */
abstract class PathSearch {

    private final JsonPath path;
    private List<String> best = List.of();

    /** A field on the path: its place, and how many names of the path lead there. */
    record Step(PathSearch search, List<String> place, int names) {

        boolean isThere() {
            return names == search.path.names().size();
        }

        /** The step into a field of the object here; null when the path does not lead there. */
        @Nullable
        Step into(String field) {
            int more = isThere() ? 0 : search.path.namesIn(names, field);
            if (more == 0) {
                return null;
            }
            List<String> at = Stream.concat(place.stream(), Stream.of(field)).toList();
            return search.isBest(at) ? new Step(search, at, names + more) : null;
        }
    }

    PathSearch(JsonPath path) {
        this.path = path;
    }

    Step start() {
        return new Step(this, List.of(), 0);
    }

    JsonPath path() {
        return path;
    }

    private boolean isBest(List<String> place) {
        for (int i = 0; i < place.size() && i < best.size(); i++) {
            int longer = place.get(i).length() - best.get(i).length();
            if (longer < 0) {
                return false;
            }
            if (longer > 0) {
                restart();
                break;
            }
        }
        best = place;
        return true;
    }

    /** Called when the value found so far is not where the path leads. */
    abstract void restart();

    /** Reads the value. The parser is at its first token, and must be left at its last. */
    abstract void read(JsonParser parser, Step there) throws IOException;

    /** Called for a value on the path that is not an object. The parser is at its first token, and must be left there. */
    void blocked(JsonParser parser, Step here) {}

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> "nothing";
        };
    }
}
