package dev.tidemark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A type that a product has, with a value.
 *
 * @param type as a column is declared
 * @param literal the value in SQL
 * @param sink the type in the sink's {@code columns}
 * @param record the value in a record, as JSON
 */
public record TypeSample(String type, String literal, String sink, JsonNode record) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** All types of a product. */
    public static List<TypeSample> of(DatabaseKind kind) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/types", kind + ".txt")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| "))
                    .map(part -> new TypeSample(part[0], part[1], part[2], json(part[3])))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What means the same becomes the same: digits of numbers, and, in what a column of instants holds, their zone. */
    public String meaning(JsonNode value) {
        if (value.isNumber() && sink.equals("FLOAT")) {
            return Float.toString(value.floatValue());
        }
        String text = plain(value).toString();
        return sink.equals("UTC_DATETIME") ? text.replace("Z\"", "\"") : text;
    }

    private static JsonNode plain(JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isNumber()) {
            return nodes.textNode(
                    new BigDecimal(value.asText()).stripTrailingZeros().toPlainString());
        }
        if (value.isArray()) {
            var array = nodes.arrayNode();
            value.forEach(each -> array.add(plain(each)));
            return array;
        }
        if (value.isObject()) {
            var object = nodes.objectNode();
            TreeSet<String> names = new TreeSet<>();
            value.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, plain(value.get(name))));
            return object;
        }
        return value;
    }
}
