package dev.tidemark.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a Kamelet says of its parameters. */
final class DefinitionRules {

    private static final String CREDENTIALS = "urn:camel:group:credentials";
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token|apiKey|credentials)");
    private static final Pattern DURATION = Pattern.compile("(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    private DefinitionRules() {}

    static void verifyDefinition(Kamelet kamelet, Faults faults) {
        JsonNode definition = kamelet.definition();
        String title = definition.path("title").asText();
        faults.addIf(
                !title.toLowerCase(Locale.ROOT).endsWith(" " + kamelet.type()),
                "spec.definition.title",
                "is `" + title + "`: write a title that ends in the type, as `Incremental Timestamp Source`");
        faults.addIf(
                definition.path("description").asText().isBlank(),
                "spec.definition.description",
                "is missing: say in a sentence or two what the Kamelet does");
        faults.addIf(
                !definition.path("type").asText().equals("object"),
                "spec.definition.type",
                "is not object: write `type: object`");
    }

    static void verifyRequired(Kamelet kamelet, Faults faults) {
        Map<String, JsonNode> parameters = kamelet.parameters();
        Set<String> seen = new HashSet<>();
        for (String name : kamelet.required()) {
            JsonNode parameter = parameters.get(name);
            if (!seen.add(name)) {
                faults.add("spec.definition.required", "lists `" + name + "` twice: leave one out");
            } else if (parameter == null) {
                faults.add("spec.definition.required", "lists `" + name + "`, which is not a property: declare it");
            } else {
                faults.addIf(
                        parameter.has("default"),
                        property(name, "default"),
                        "is never used, as the parameter is required: delete one of the two");
                faults.addIf(
                        !parameter.has("example"),
                        property(name, "example"),
                        "is missing: a required parameter needs one, so that people see what to write");
            }
        }
    }

    static void verifyProperties(Kamelet kamelet, Faults faults) {
        kamelet.parameters().forEach((name, parameter) -> {
            for (String key : List.of("title", "description")) {
                faults.addIf(parameter.path(key).asText().isBlank(), property(name, key), "is missing: Kaoto shows it");
            }
            faults.addIf(
                    !TYPES.contains(parameter.path("type").asText()),
                    property(name, "type"),
                    "is `" + parameter.path("type").asText() + "`: write string, integer, number or boolean");
        });
    }

    static void verifyTitles(Kamelet kamelet, Faults faults) {
        Map<String, String> byTitle = new HashMap<>();
        kamelet.parameters().forEach((name, parameter) -> {
            String title = parameter.path("title").asText();
            faults.addIf(
                    title.matches("(The|A|An) .*") || !title.equals(title.strip()),
                    property(name, "title"),
                    "is `" + title + "`: leave the article out");
            faults.addIf(
                    !title.isEmpty() && !Character.isUpperCase(title.charAt(0)),
                    property(name, "title"),
                    "is `" + title + "`: begin it with a capital letter");
            String other = byTitle.put(title, name);
            faults.addIf(
                    other != null,
                    property(name, "title"),
                    "is `" + title + "`, as that of " + other + ": give each its own");
        });
    }

    static void verifyDefaults(Kamelet kamelet, Faults faults) {
        kamelet.parameters().forEach((name, parameter) -> {
            for (String key : List.of("default", "example")) {
                if (parameter.has(key)) {
                    for (ValidationMessage fault : validate(parameter, parameter.get(key))) {
                        faults.add(
                                property(name, key),
                                "does not fit (" + fault.getMessage().replaceFirst("^\\$: ", "")
                                        + "): write a value that the parameter's own rules allow");
                    }
                }
            }
        });
    }

    static void verifySecrets(Kamelet kamelet, Faults faults) {
        kamelet.parameters().forEach((name, parameter) -> {
            boolean password = parameter.path("format").asText().equals("password");
            faults.addIf(
                    !password && SECRET.matcher(name).matches(),
                    property(name, "format"),
                    "is missing: a secret needs `format: password`, so that it is masked");
            faults.addIf(
                    password && !Kamelet.texts(parameter.path("x-descriptors")).contains(CREDENTIALS),
                    property(name, "x-descriptors"),
                    "does not list " + CREDENTIALS + ": add it");
            faults.addIf(password && parameter.has("default"), property(name, "default"), "is a secret: delete it");
        });
    }

    /** Camel reads any text as a duration, and most as another one than was meant. */
    static void verifyDurations(Kamelet kamelet, Faults faults) {
        kamelet.parameters().forEach((name, parameter) -> {
            for (String key : List.of("default", "example")) {
                faults.addIf(
                        parameter.path("format").asText().equals("duration")
                                && parameter.has(key)
                                && !DURATION.matcher(parameter.get(key).asText())
                                        .matches(),
                        property(name, key),
                        "is not a duration: write one such as 60s or 1h30m");
            }
        });
    }

    /** Bounds are texts in a Kamelet, because Kubernetes wants them so, and numbers in JSON Schema. */
    private static Set<ValidationMessage> validate(JsonNode parameter, JsonNode value) {
        ObjectNode schema = parameter.deepCopy();
        schema.remove("format");
        for (String bound : List.of("minimum", "maximum")) {
            if (schema.has(bound)) {
                schema.put(bound, new BigDecimal(schema.get(bound).asText()));
            }
        }
        return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema).validate(value);
    }

    private static String property(String name, String key) {
        return "spec.definition.properties." + name + "." + key;
    }
}
