package dev.tidemark.route.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** JSON in a configuration value. A placeholder's value is part of a JSON string, whatever it contains. */
public final class JsonText {
    private JsonText() {}

    /** Whether a text is meant to be Json.EXACT. */
    public static boolean begins(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    /** The document; null when the text is not Json.EXACT. */
    public static @Nullable JsonNode read(String text) {
        try {
            return Json.EXACT.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** All strings in a document; empty when it is not Json.EXACT. */
    public static List<String> texts(String text) {
        List<String> texts = new ArrayList<>();
        withTexts(text, each -> {
            texts.add(each);
            return each;
        });
        return texts;
    }

    /** The document with each of its strings changed; null when it is not Json.EXACT. */
    public static @Nullable String withTexts(String text, UnaryOperator<String> change) {
        JsonNode document = begins(text) ? read(text) : null;
        return document == null ? null : replace(document, change).toString();
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
