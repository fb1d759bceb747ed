package dev.tidemark.page;

import dev.tidemark.json.JsonPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the records of a response are. {@code data} is an array of records; {@code data[].items[]} has them in the array
 * {@code items} of each element of {@code data}, and {@code edges[].node} in the field {@code node} of each.
 *
 * @param text as written
 * @param array the array itself or, for nested records, the outermost array
 * @param levels where they are within each of its elements, from the outside in; empty when the elements are the records
 */
record RecordsPath(String text, JsonPath array, List<Level> levels) {

    /** The whole response. */
    static final RecordsPath WHOLE = of(".");

    private static final String EACH = "[]";

    /**
     * A way into an object.
     *
     * @param isArray whether it leads to an array, whose elements are meant, rather than to an object
     */
    record Level(JsonPath path, boolean isArray) {}

    /** @throws IllegalArgumentException when the text has another form */
    static RecordsPath of(String text) {
        String[] parts = text.split("\\[]", -1);
        List<Level> levels = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            if (isLast && parts[i].isEmpty()) {
                break;
            }
            if (!parts[i].startsWith(".") && !parts[i].startsWith("/")) {
                throw new IllegalArgumentException("recordsPath `" + text + "` has `" + EACH
                        + "` where no field follows; write `" + EACH + ".name`, or `" + EACH + "` at the end");
            }
            levels.add(new Level(JsonPath.of(parts[i].replaceFirst("^\\.", "")), !isLast));
        }
        String array = parts.length > 1 && parts[0].isEmpty() ? "." : parts[0];
        return new RecordsPath(text, JsonPath.of(array), List.copyOf(levels));
    }

    /** Whether the records are the whole response. */
    boolean isWhole() {
        return array.names().isEmpty() && levels.isEmpty();
    }

    /** The same, in a document whose array was found at an exact place. */
    RecordsPath at(JsonPath place) {
        return new RecordsPath(text, place, levels);
    }
}
