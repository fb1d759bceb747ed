package dev.tidemark.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas that Camel's own jars hold. */
public final class Schemas {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V4);
    private static final JsonSchema ROUTES = FACTORY.getSchema(read("/schema/camelYamlDsl.json"));
    private static final Map<String, JsonSchema> RESOURCES = new ConcurrentHashMap<>();

    private Schemas() {}

    /** What a list of routes and beans has that Camel's YAML DSL does not know. */
    static List<String> faultsOfRoutes(JsonNode routes) {
        return faults(ROUTES, routes);
    }

    /** What a Kamelet's template has that Camel's YAML DSL does not know. */
    static List<String> faultsOfTemplate(Kamelet kamelet) {
        ArrayNode routes = JsonNodeFactory.instance.arrayNode();
        kamelet.template().properties().forEach(each -> routes.addObject()
                .set(each.getKey(), each.getValue().deepCopy()));
        return faultsOfRoutes(routes);
    }

    /** What a Kamelet has that a cluster would refuse or drop. */
    static List<String> faultsOfResource(Kamelet kamelet) {
        return faultsOfResource(kamelet.root());
    }

    /** What a resource of Camel K has that a cluster would refuse or drop. */
    public static List<String> faultsOfResource(JsonNode resource) {
        return faults(RESOURCES.computeIfAbsent(resource.path("kind").asText(), Schemas::ofResource), resource);
    }

    private static JsonSchema ofResource(String kind) {
        String file = "/camel.apache.org_" + kind.toLowerCase(Locale.ROOT) + "s.yaml";
        return FACTORY.getSchema(closed(read(file).at("/spec/versions/0/schema/openAPIV3Schema")));
    }

    private static List<String> faults(JsonSchema schema, JsonNode node) {
        return schema.validate(node).stream()
                .filter(fault -> !isPlaceholderForAValue(fault.getType(), fault.getInstanceNode()))
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** A placeholder is allowed in place of a number or a boolean. */
    private static boolean isPlaceholderForAValue(String fault, JsonNode value) {
        return fault.equals("type") && value != null && value.asText().matches("\\{\\{[^{}]+}}");
    }

    /** Kubernetes drops fields that a schema does not name without a word; here they are faults. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && object.path("type").asText().equals("object")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Schemas::closed);
        return schema;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
