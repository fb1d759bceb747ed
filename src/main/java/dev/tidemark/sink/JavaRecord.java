package dev.tidemark.sink;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** Converts an object of an application's class, or a Java record, to a record of its properties, in their order. */
final class JavaRecord {

    private static final JsonMapper MAPPER = JavaTypes.mapper().build();

    private JavaRecord() {}

    /**
     * Reads its properties.
     *
     * @param place where in the message body it is, for error messages
     * @throws IllegalArgumentException when it has no properties
     */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> of(@Nullable Object value, String place) {
        if (value != null && !isOfLibraries(value)) {
            try {
                Object read = MAPPER.convertValue(value, Object.class);
                if (read instanceof Map) {
                    return (Map<String, @Nullable Object>) read;
                }
            } catch (IllegalArgumentException e) {
                String where = e.getCause() instanceof JsonMappingException cause ? cause.getPathReference() : "";
                throw MessageRecords.refused(
                        place,
                        value,
                        "its properties cannot be read" + (where.isEmpty() ? "" : " (at " + where + ")"),
                        e);
            }
        }
        throw MessageRecords.refused(place, value, value == null ? "it is null" : "it is not a record", null);
    }

    /** Numbers, dates, arrays and XML sources: their properties do not represent their value. */
    private static boolean isOfLibraries(Object value) {
        String type = value.getClass().getName();
        return type.startsWith("java.") || type.startsWith("javax.") || value instanceof StreamCache;
    }
}
