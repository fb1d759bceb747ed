package dev.tidemark.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.json.Json;
import dev.tidemark.state.Partition;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.text.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of a partition in requests, in records and in messages. Immutable. */
final class PartitionValues {

    /** Of a source without partitions. */
    static final PartitionValues NONE = new PartitionValues(Map.of(), Map.of());

    private static final int LONGEST = 100;

    private final Map<String, String> texts;
    private final Map<String, @Nullable Object> values;

    private PartitionValues(Map<String, String> texts, Map<String, @Nullable Object> values) {
        this.texts = texts;
        this.values = values;
    }

    static PartitionValues of(ObjectNode all) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : all.properties()) {
            values.put(value.getKey(), Json.EXACT.convertValue(value.getValue(), Object.class));
            if (!value.getValue().isNull()) {
                texts.put(value.getKey(), Partition.text(value.getValue()));
            }
        }
        return new PartitionValues(texts, values);
    }

    /** A request of the partition. */
    PageRequest in(PageRequest request) {
        return texts.isEmpty() ? request : request.with(texts);
    }

    /** Adds the values to a record, except where it has a field of that name. */
    void addTo(Map<String, @Nullable Object> row) {
        values.forEach((name, value) -> {
            if (!row.containsKey(name)) {
                row.put(name, value);
            }
        });
    }

    /** The values for a message. */
    @Override
    public String toString() {
        return texts.entrySet().stream()
                .map(each -> each.getKey() + "=" + SafeText.excerpt(each.getValue(), LONGEST))
                .collect(Collectors.joining(", "));
    }

    /** The beginning of a message about the partition; empty without values. */
    String prefix() {
        return texts.isEmpty() ? "" : "partition " + this + ": ";
    }

    /** A message without the values and numbers by which it differs from those of other partitions. */
    String without(String message) {
        String plain = message;
        for (String text : texts.values()) {
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            plain = plain.replaceAll(whole(text), "").replaceAll(whole(encoded), "");
        }
        return plain.replaceAll("\\d+", "");
    }

    private static String whole(String text) {
        return "(?<![A-Za-z0-9])" + Pattern.quote(text) + "(?![A-Za-z0-9])";
    }
}
