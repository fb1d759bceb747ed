package dev.tidemark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jars that a project gets which depends on this one: Maven leaves out what is optional here, and what only that brings.
 * Read from Maven's own tree, in which each library is listed once with what it brings, and elsewhere without.
 */
final class LibraryJars {

    private static final Path TREE = Path.of("target", "dependencies.json");
    private static final Path LIB = Path.of("target", "lib").toAbsolutePath();

    private final Map<String, Set<String>> brought = new LinkedHashMap<>();
    private final Map<String, Path> jars = new LinkedHashMap<>();

    private LibraryJars() {}

    /** Those of the dependencies, without the jar itself. */
    static List<Path> read() throws IOException {
        if (Files.notExists(TREE)) {
            throw new IllegalStateException(TREE + " is missing; run ./mvnw pre-integration-test -DskipTests");
        }
        JsonNode root = new JsonMapper().readTree(TREE.toFile());
        LibraryJars all = new LibraryJars();
        Deque<String> next = new ArrayDeque<>();
        for (JsonNode dependency : root.path("children")) {
            all.add(dependency);
            boolean passedOn = Set.of("compile", "runtime")
                            .contains(dependency.path("scope").asText())
                    && !dependency.path("optional").asBoolean();
            if (passedOn) {
                next.add(name(dependency));
            }
        }
        Set<String> reached = new LinkedHashSet<>();
        while (!next.isEmpty()) {
            String name = next.remove();
            if (reached.add(name)) {
                next.addAll(all.brought.getOrDefault(name, Set.of()));
            }
        }
        List<Path> paths = new ArrayList<>();
        reached.stream().map(all.jars::get).filter(each -> each != null).forEach(paths::add);
        return paths;
    }

    private void add(JsonNode dependency) {
        String name = name(dependency);
        Path jar = LIB.resolve(dependency.path("artifactId").asText() + "-"
                + dependency.path("version").asText() + ".jar");
        if (Files.exists(jar)) {
            jars.put(name, jar);
        }
        for (JsonNode child : dependency.path("children")) {
            brought.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(name(child));
            add(child);
        }
    }

    private static String name(JsonNode dependency) {
        return dependency.path("groupId").asText() + ":"
                + dependency.path("artifactId").asText();
    }
}
