package dev.tidemark.route.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of Camel's YAML schema for one place. The schema describes a choice of languages, or the short and long form of
 * a step, as alternatives. This class merges them into one set of keys, so that a message can name the invalid key.
 */
public final class SchemaRule {
    private final JsonNode root;
    private final JsonNode schema;

    private SchemaRule(JsonNode root, JsonNode schema) {
        this.root = root;
        this.schema = schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    public static SchemaRule load() {
        try (InputStream in = SchemaRule.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode root = Json.PLAIN.readTree(Objects.requireNonNull(in, "camel-yaml-dsl has its schema"));
            return new SchemaRule(root, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON Schema types that are allowed here; empty when all are allowed. */
    Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        if (schema.has("type")) {
            kinds.add(schema.get("type").asText());
        } else {
            branches().forEach(branch -> kinds.addAll(branch.kinds()));
        }
        return kinds;
    }

    Map<String, SchemaRule> keys() {
        Map<String, SchemaRule> keys = new LinkedHashMap<>();
        branches().forEach(branch -> keys.putAll(branch.keys()));
        // The schema repeats the keys of its alternatives without a rule: the alternatives' rules are kept.
        schema.path("properties")
                .properties()
                .forEach(each -> keys.putIfAbsent(each.getKey(), new SchemaRule(root, each.getValue())));
        return keys;
    }

    /** Whether no other keys are allowed here. */
    boolean isClosed() {
        JsonNode others = schema.path("additionalProperties");
        boolean closed = others.isBoolean() && !others.asBoolean();
        return closed || branches().stream().anyMatch(SchemaRule::isClosed);
    }

    List<String> required() {
        return texts("required");
    }

    List<String> choices() {
        return texts("enum");
    }

    boolean holdsOneKey() {
        return schema.path("maxProperties").asInt() == 1;
    }

    @Nullable
    SchemaRule item() {
        return schema.has("items") ? new SchemaRule(root, schema.get("items")) : null;
    }

    private List<SchemaRule> branches() {
        List<SchemaRule> branches = new ArrayList<>();
        for (String choice : List.of("oneOf", "anyOf")) {
            schema.path(choice).forEach(each -> branches.add(new SchemaRule(root, each)));
        }
        return branches;
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        schema.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
