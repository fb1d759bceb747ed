package dev.tidemark.strategy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of a row of a table in the order of cursor and key.
 *
 * @param cursor the database's text; null for rows without one
 * @param key its key columns; empty where no row is meant: as a start, the position before all rows with that cursor, as an
 *     end, the position after them
 */
public record RowPosition(@Nullable Object cursor, List<Object> key) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** The position before all rows with that cursor; as an end, the position after them. */
    public static RowPosition at(@Nullable Object cursor) {
        return new RowPosition(cursor, List.of());
    }

    /**
     * The position of a row.
     *
     * @throws IllegalStateException when a column of the key is missing or null
     */
    public static RowPosition of(Map<String, @Nullable Object> row, String cursorField, List<String> keyFields) {
        List<Object> key = new ArrayList<>();
        for (String field : keyFields) {
            Object value = row.get(field);
            if (value == null) {
                throw new IllegalStateException(
                        "a row has no `" + field + "`; keyField must name columns that are unique and never"
                                + " null (the row's columns are " + row.keySet() + ")");
            }
            key.add(value);
        }
        return new RowPosition(row.get(cursorField), key);
    }

    /** One JSON array: the cursor, and the columns of the key. */
    public String text() {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(cursor);
        all.addAll(key);
        try {
            return MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key " + key + " cannot be written as JSON", e);
        }
    }

    /** Reads what {@link #text} wrote. */
    public static RowPosition read(String text) {
        try {
            List<@Nullable Object> all = MAPPER.readValue(text, new TypeReference<List<@Nullable Object>>() {});
            List<Object> key = new ArrayList<>();
            all.subList(1, all.size()).forEach(value -> key.add(Objects.requireNonNull(value, "key")));
            return new RowPosition(all.get(0), key);
        } catch (JsonProcessingException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("`" + text + "` is not the position of a row", e);
        }
    }

    /** Whether both have the same text: a driver's numbers and times do not always have the same class. */
    public boolean isSameAs(RowPosition other) {
        return read(text()).text().equals(read(other.text()).text());
    }
}
