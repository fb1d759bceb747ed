package dev.tidemark.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** JSON in a value of the configuration: what stands for a placeholder is part of a text, whatever is in it. */
public final class JsonText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** Whether a text is meant to be JSON. */
    public static boolean begins(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    /** The document; null when the text is no JSON. */
    public static @Nullable JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** All texts in a document; none when it is no JSON. */
    public static List<String> texts(String text) {
        List<String> texts = new ArrayList<>();
        JsonNode document = begins(text) ? read(text) : null;
        if (document != null) {
            replace(document, each -> {
                texts.add(each);
                return each;
            });
        }
        return texts;
    }

    /** With the placeholders in its texts replaced; null when it is no JSON. */
    static Placeholders.@Nullable Resolved resolve(String text, Placeholders placeholders) {
        JsonNode document = begins(text) ? read(text) : null;
        if (document == null) {
            return null;
        }
        List<String> faults = new ArrayList<>();
        JsonNode resolved = replace(document, each -> {
            if (!Placeholders.isIn(each)) {
                return each;
            }
            Placeholders.Resolved one = placeholders.resolve(each);
            faults.addAll(one.faults());
            return one.text() == null ? "" : one.text();
        });
        return new Placeholders.Resolved(faults.isEmpty() ? resolved.toString() : null, faults);
    }

    private static JsonNode replace(JsonNode node, UnaryOperator<String> change) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> each.setValue(replace(each.getValue(), change)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replace(array.get(i), change));
            }
        }
        return node.isTextual() ? JsonNodeFactory.instance.textNode(change.apply(node.textValue())) : node;
    }
}
