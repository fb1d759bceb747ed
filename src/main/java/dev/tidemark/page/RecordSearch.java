package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches a response for the array of records, and reads it. */
final class RecordSearch extends PathSearch {

    private final ObjectReader reader;
    private final Rows rows;
    private @Nullable JsonPath place;
    private @Nullable String other;
    private @Nullable String badRecord;
    private boolean nothing;
    private boolean empty = true;

    /** The consumer of the records. */
    interface Rows {
        void accept(Map<String, @Nullable Object> row);

        /** Called when the records so far are not the right ones; others follow. */
        void restart();
    }

    RecordSearch(JsonPath path, ObjectReader reader, Rows rows) {
        super(path);
        this.reader = reader;
        this.rows = rows;
    }

    @Override
    void restart() {
        place = null;
        other = null;
        badRecord = null;
        nothing = false;
        empty = true;
        rows.restart();
    }

    @Override
    void read(JsonParser parser, Step there) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            blocked(parser, there);
            parser.skipChildren();
            return;
        }
        place = JsonPath.to(there.place());
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            if (parser.currentToken() == JsonToken.START_OBJECT && badRecord == null) {
                Map<String, @Nullable Object> row = reader.readValue(parser);
                rows.accept(row);
                empty = false;
            } else {
                badRecord = badRecord == null
                        ? "record " + number + " is " + kind(parser.currentToken()) + ", not an object"
                        : badRecord;
                parser.skipChildren();
            }
        }
    }

    @Override
    void blocked(JsonParser parser, Step here) {
        boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
        // A document that is only null has no field.
        nothing = isNull && (here.isThere() || !here.place().isEmpty());
        other = kind(parser.currentToken()) + " at `"
                + JsonPath.to(here.place()).text() + "`, "
                + (here.isThere() ? "not an array of records" : "so no array at `" + path().text() + "`");
    }

    /** @throws PageException when the array contains anything other than objects */
    boolean isFound() {
        if (badRecord != null) {
            throw new PageException(badRecord);
        }
        return place != null;
    }

    /** Where the array is; null when there is none. */
    @Nullable
    JsonPath place() {
        return place;
    }

    /** Whether the array has no records. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether there is null in its place, which means that there are no records. */
    boolean isNothing() {
        return nothing;
    }

    /** Whether its field is missing from an object. */
    boolean isMissing() {
        return other == null;
    }

    /** What was found instead, when the array is missing. */
    String instead() {
        return other == null ? "no array at `" + path().text() + "`" : other;
    }
}
