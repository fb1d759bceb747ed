package dev.tidemark.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Kamelet file, as the catalogue's rules see it.
 *
 * @param file its name
 * @param text what it holds
 * @param root the same, parsed
 */
record Kamelet(String file, String text, JsonNode root) {

    static final String SUFFIX = ".kamelet.yaml";

    private static final String PREFIX = "camel.apache.org/";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Those that the program ships. */
    static List<Kamelet> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes", "kamelets"))) {
            List<Kamelet> kamelets = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                kamelets.add(parse(file.getFileName().toString(), Files.readString(file)));
            }
            return kamelets;
        }
    }

    static Kamelet parse(String file, String text) throws IOException {
        return new Kamelet(file, text, YAML.readTree(text));
    }

    String name() {
        return root.at("/metadata/name").asText();
    }

    /** Source, sink or action. */
    String type() {
        return root.path("metadata")
                .path("labels")
                .path(PREFIX + "kamelet.type")
                .asText();
    }

    String annotation(String name) {
        return root.path("metadata").path("annotations").path(PREFIX + name).asText();
    }

    JsonNode definition() {
        return root.at("/spec/definition");
    }

    /** The declared parameters, by name. */
    Map<String, JsonNode> parameters() {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        definition().path("properties").properties().forEach(each -> parameters.put(each.getKey(), each.getValue()));
        return parameters;
    }

    List<String> required() {
        return texts(definition().path("required"));
    }

    List<String> dependencies() {
        return texts(root.at("/spec/dependencies"));
    }

    JsonNode template() {
        return root.at("/spec/template");
    }

    /** The template's route, or the {@code from} that stands for one. */
    JsonNode from() {
        JsonNode template = template();
        return template.has("route") ? template.at("/route/from") : template.path("from");
    }

    @Override
    public String toString() {
        return file;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
