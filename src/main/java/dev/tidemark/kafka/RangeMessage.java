package dev.tidemark.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.state.RangeTask;
import org.jspecify.annotations.Nullable;

/** What the topic says of a range: which one it is. All else stands in the table of ranges, which nobody else writes to. */
record RangeMessage(String source, String plan, long number) {

    private static final JsonMapper MAPPER = new JsonMapper();

    static RangeMessage of(RangeTask task) {
        return new RangeMessage(task.source(), task.plan(), task.number());
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

    /** Reads one; null when it is none of ours. */
    static @Nullable RangeMessage read(@Nullable String text) {
        try {
            JsonNode node = MAPPER.readTree(text == null ? "" : text);
            return node.path("source").isTextual()
                            && node.path("plan").isTextual()
                            && node.path("number").isIntegralNumber()
                    ? new RangeMessage(
                            node.get("source").textValue(),
                            node.get("plan").textValue(),
                            node.get("number").longValue())
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
