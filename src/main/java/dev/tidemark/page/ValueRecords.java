package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tidemark.json.RecordJson;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.row.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array of arrays, each with the values of a record in the order of its columns. One with more or fewer values is a
 * {@link RefusedRecord}.
 */
final class ValueRecords implements RecordShape {

    private static final ObjectReader VALUE = RecordJson.RECORD.forType(Object.class);

    private final String[] names;
    private int number;

    ValueRecords(String[] names) {
        this.names = names;
    }

    @Override
    public RecordsAs as() {
        return RecordsAs.VALUES;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next(JsonParser parser) throws IOException {
        number++;
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            return null;
        }
        if (token != JsonToken.START_ARRAY) {
            throw new PageException("record " + number + " is " + PathSearch.kind(token) + ", not an array of values"
                    + (token == JsonToken.START_OBJECT ? "; set recordsAs to list" : ""));
        }
        List<@Nullable Object> values = new ArrayList<>(names.length);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : VALUE.readValue(parser));
        }
        return values.size() == names.length
                ? new Row(names, values.toArray(new @Nullable Object[0]))
                : refused(values);
    }

    private RefusedRecord refused(List<@Nullable Object> values) {
        return new RefusedRecord(
                Collections.singletonMap(RefusedRecord.VALUES, values),
                "record " + number + " of the response has " + values.size() + " values, but columnsPath has "
                        + names.length + " names; check columnsPath");
    }
}
