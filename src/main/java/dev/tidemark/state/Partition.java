package dev.tidemark.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.text.SafeText;

/**
 * One partition of a source: what its requests and records get.
 *
 * @param id SHA-256 of the canonical JSON of the values that identify it, as 64 hexadecimal digits
 * @param values all of its values by their names, those that identify it among them; never null
 */
public record Partition(String id, ObjectNode values) {

    /** How many digits of the id are shown. */
    static final int SHORT_ID = 12;

    private static final int SHORT_VALUES = 100;

    /** A value as requests have it. */
    public static String text(JsonNode value) {
        return value.isNumber()
                ? value.decimalValue().toPlainString()
                : value.isValueNode() ? value.asText() : value.toString();
    }

    /** The beginning of the id. */
    public String shortId() {
        return SafeText.cut(id, SHORT_ID);
    }

    /** The values for a program, with shortened texts. */
    public ObjectNode shortValues() {
        ObjectNode all = values.deepCopy();
        values.properties().stream()
                .filter(each -> each.getValue().isTextual())
                .forEach(each ->
                        all.put(each.getKey(), SafeText.excerpt(each.getValue().textValue(), SHORT_VALUES)));
        return all;
    }

    /** The values for a message, shortened. */
    public String shownValues() {
        return SafeText.excerpt(values.toString(), SHORT_VALUES);
    }
}
