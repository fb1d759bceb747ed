package dev.tidemark.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an object as a row, which shares its names with the row before it in the same array. Thread-safe. */
final class RowDeserializer extends JsonDeserializer<Row> implements ResolvableDeserializer {

    private static final Row NONE = new Row(new String[0], new @Nullable Object[0]);

    private @Nullable JsonDeserializer<Object> anything;

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
        anything = context.findRootValueDeserializer(context.constructType(Object.class));
    }

    @Override
    public Row deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            return (Row) context.handleUnexpectedToken(Row.class, parser);
        }
        JsonDeserializer<Object> reader = Objects.requireNonNull(anything);
        JsonStreamContext array = parser.getParsingContext().getParent();
        String[] shared = array.getCurrentValue() instanceof Row before ? before.names : NONE.names;
        String[] names = shared;
        @Nullable Object[] values = new @Nullable Object[shared.length];
        int size = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (size == values.length) {
                names = Arrays.copyOf(names, 2 * size + 1);
                values = Arrays.copyOf(values, 2 * size + 1);
            }
            if (!name.equals(names[size])) {
                names = names == shared ? shared.clone() : names;
                names[size] = name;
            }
            values[size++] = parser.nextToken() == JsonToken.VALUE_NULL ? null : reader.deserialize(parser, context);
        }
        Row row = size == values.length
                ? new Row(names, values)
                : new Row(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
        array.setCurrentValue(row);
        return row;
    }
}
