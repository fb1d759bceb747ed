package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tidemark.json.JsonPath;
import dev.tidemark.row.EmptyElement;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches a response for the array of records, and reads it. */
final class RecordSearch extends PathSearch {

    private final RecordsPath wanted;
    private final @Nullable RecordShape shape;
    private final ObjectReader reader;
    private final Rows rows;
    private @Nullable JsonPath place;
    private @Nullable String other;
    private @Nullable String badRecord;
    private NestedRecords nested;
    private int elements;
    private boolean nothing;
    private boolean empty = true;

    /** The consumer of the records. */
    interface Rows {
        void accept(Map<String, @Nullable Object> row);

        /** Called when the records so far are not the right ones; others follow. */
        void restart();
    }

    /** @param shape what is at the path; null for an array of objects */
    RecordSearch(RecordsPath path, @Nullable RecordShape shape, ObjectReader reader, Rows rows) {
        super(path.array());
        this.wanted = path;
        this.nested = new NestedRecords(path);
        this.shape = shape;
        this.reader = reader;
        this.rows = rows;
    }

    @Override
    void restart() {
        place = null;
        nested = new NestedRecords(wanted);
        elements = 0;
        other = null;
        badRecord = null;
        nothing = false;
        empty = true;
        rows.restart();
    }

    @Override
    void read(JsonParser parser, Step there) throws IOException {
        if (parser.currentToken() != (isObject() ? JsonToken.START_OBJECT : JsonToken.START_ARRAY)) {
            blocked(parser, there);
            parser.skipChildren();
            return;
        }
        place = JsonPath.to(there.place());
        if (shape != null) {
            readRecords(shape, parser);
            return;
        }
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            if (parser.currentToken() == JsonToken.START_OBJECT && badRecord == null) {
                readRecords(reader.readValue(parser), number);
            } else {
                badRecord = badRecord == null
                        ? "record " + number + " is " + kind(parser.currentToken()) + ", not an object"
                        : badRecord;
                parser.skipChildren();
            }
        }
    }

    private void readRecords(RecordShape wantedShape, JsonParser parser) throws IOException {
        for (Map<String, @Nullable Object> record = wantedShape.next(parser);
                record != null;
                record = wantedShape.next(parser)) {
            elements++;
            empty = false;
            rows.accept(record);
        }
    }

    /** Whether the records are in an object, rather than in an array. */
    boolean isObject() {
        return shape != null && !shape.as().isArray();
    }

    private void readRecords(Map<String, @Nullable Object> element, int number) {
        elements++;
        try {
            nested.each(element, row -> {
                rows.accept(row);
                empty &= row instanceof EmptyElement;
            });
        } catch (NestedRecords.Misplaced e) {
            badRecord = "element " + number + " of `" + path().text() + "` has " + e.getMessage() + "; recordsPath is `"
                    + wanted.text() + "`";
        }
    }

    @Override
    void blocked(JsonParser parser, Step here) {
        boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
        // A document that is only null has no field.
        nothing = isNull && (here.isThere() || !here.place().isEmpty());
        other = kind(parser.currentToken()) + " at `"
                + JsonPath.to(here.place()).text() + "`, "
                + (here.isThere()
                        ? "not " + expected(parser.currentToken())
                        : "so no " + container() + " at `" + path().text() + "`");
    }

    private String container() {
        return isObject() ? "object" : "array";
    }

    private String expected(JsonToken found) {
        return switch (shape == null ? RecordsAs.LIST : shape.as()) {
            case LIST ->
                "an array of records"
                        + (found == JsonToken.START_OBJECT
                                ? ": set recordsAs to `one` if it is the record, or to `map` if each of its fields is one"
                                : "");
            case VALUES -> "an array of arrays";
            case ONE -> "one record" + (found == JsonToken.START_ARRAY ? ": set recordsAs to `list`" : "");
            case MAP -> "an object of records" + (found == JsonToken.START_ARRAY ? ": set recordsAs to `list`" : "");
        };
    }

    /** @throws PageException when the array contains anything other than objects */
    boolean isFound() {
        if (badRecord != null) {
            throw new PageException(badRecord);
        }
        return place != null && nested.missing() == null;
    }

    /** Where they are; null when the array is missing. */
    @Nullable
    RecordsPath place() {
        return place == null ? null : wanted.at(place);
    }

    /** How many elements the array has. */
    int elements() {
        return elements;
    }

    /** Whether the array has no records. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether there is null in its place, which means that there are no records. */
    boolean isNothing() {
        return nothing;
    }

    /** Whether its field is missing from an object, or a field on the way to nested records from all of them. */
    boolean isMissing() {
        return other == null || place != null;
    }

    /** What was found instead, when the array is missing. */
    String instead() {
        if (place != null) {
            return "no `" + nested.missing() + "` in any object where recordsPath `" + wanted.text() + "` expects one";
        }
        return other == null ? "no " + container() + " at `" + path().text() + "`" : other;
    }
}
