package dev.tidemark.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A resource of a file below {@code config/camel-k}. */
record Manifest(Path file, JsonNode root) {

    private static final Path FOLDER = Path.of("config", "camel-k");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** All, but for what tells kustomize which files there are. */
    static List<Manifest> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        }
    }

    static List<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Manifest> read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> parse(Path file, String text) throws IOException {
        List<Manifest> resources = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            documents.forEachRemaining(document -> resources.add(new Manifest(file, document)));
        }
        return resources;
    }

    String kind() {
        return root.path("kind").asText();
    }

    boolean isOfCamel() {
        return root.path("apiVersion").asText().startsWith("camel.apache.org/");
    }

    @Override
    public String toString() {
        return file + ": " + kind() + " " + root.at("/metadata/name").asText();
    }
}
