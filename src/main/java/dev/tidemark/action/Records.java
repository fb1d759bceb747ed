package dev.tidemark.action;

import dev.tidemark.text.SafeText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records of a message's body.
 *
 * @param list the records
 * @param single whether the body is one record, not a list
 */
record Records(List<Map<String, @Nullable Object>> list, boolean single) {

    private static final String TAKES =
            "send a Map or a list of Maps; parse JSON before it, for example with `unmarshal: {json: {}}`";

    /**
     * Reads a body.
     *
     * @param action the action's name, for the message
     * @throws IllegalArgumentException when the body holds anything but records
     */
    static Records of(@Nullable Object body, String action) {
        if (body instanceof Map<?, ?> record) {
            return new Records(List.of(record(record)), true);
        }
        if (!(body instanceof Iterable<?> || body instanceof Object[])) {
            throw new IllegalArgumentException(action + " cannot read the body" + type(body) + ": " + TAKES);
        }
        List<?> all = body instanceof List<?> list
                ? list
                : body instanceof Object[] array
                        ? Arrays.asList(array)
                        : StreamSupport.stream(((Iterable<?>) body).spliterator(), false)
                                .toList();
        int number = 0;
        for (Object element : all) {
            number++;
            if (!(element instanceof Map)) {
                throw new IllegalArgumentException(
                        action + " cannot read element " + number + " of the body" + type(element) + ": " + TAKES);
            }
        }
        return new Records(records(all), false);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> records(List<?> elements) {
        return (List<Map<String, @Nullable Object>>) elements;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> record(Map<?, ?> element) {
        return (Map<String, @Nullable Object>) element;
    }

    private static String type(@Nullable Object value) {
        return value == null
                ? ", which is empty"
                : " (" + SafeText.escaped(value.getClass().getTypeName()) + ")";
    }
}
