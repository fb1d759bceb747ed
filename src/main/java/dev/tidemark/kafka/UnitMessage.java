package dev.tidemark.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.json.Json;
import dev.tidemark.state.UnitTask;
import org.jspecify.annotations.Nullable;

/**
 * A message of the topic. It only identifies a range; everything else is in the table of ranges, which only Tidemark writes
 * to.
 */
record UnitMessage(String source, String plan, long number) {

    static UnitMessage of(UnitTask task) {
        return new UnitMessage(task.source(), task.plan(), task.number());
    }

    /** One JSON object. */
    String text() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("source", source)
                .put("plan", plan)
                .put("number", number)
                .toString();
    }

    /** Reads a message; null when it is not one of Tidemark's. */
    static @Nullable UnitMessage read(@Nullable String text) {
        try {
            JsonNode node = Json.PLAIN.readTree(text == null ? "" : text);
            return node.path("source").isTextual()
                            && node.path("plan").isTextual()
                            && node.path("number").isIntegralNumber()
                    ? new UnitMessage(
                            node.get("source").textValue(),
                            node.get("plan").textValue(),
                            node.get("number").longValue())
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
