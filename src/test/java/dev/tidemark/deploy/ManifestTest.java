package dev.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources that a cluster is given, and that a fault in one would be seen. */
class ManifestTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int PORT = 9876;

    static List<Manifest> manifests() throws IOException {
        return Manifest.all();
    }

    static List<Path> kustomizations() throws IOException {
        return Manifest.kustomizations();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aClusterTakesAllOfIt(Manifest manifest) {
        assertThat(ManifestFaults.of(manifest)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "deployment/deployment.yaml, replicas:, replcias:, replcias",
        "deployment/deployment.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem, readOnlyRootFileSystem",
        "deployment/deployment.yaml, replicas: 2, replicas: two, two",
        "deployment/deployment.yaml, livenessProbe, liveProbe, liveProbe",
        "cronjob/cronjob.yaml, backoffLimit, backOffLimit, backOffLimit",
        "cluster/rbac.yaml, verbs, verb, verb",
        "image/integration.yaml, limitMemory, memoryLimit, memoryLimit",
        "image/integration.yaml, readOnlyRootFilesystem, readOnlyRootFileSystem, readOnlyRootFileSystem",
        "image/integration.yaml, livenessProbe, liveProbe, liveProbe",
        "image/integration.yaml, runAsUser: 10001, runAsUser: none, runAsUser",
        "operator/pipe.yaml, sink:, sinks:, sinks",
        "operator/integration.yaml, configs, config, config"
    })
    void aFaultIsSeen(String file, String good, String bad, String told) throws IOException {
        Path path = Path.of("config/camel-k", file);
        String text = Files.readString(path);
        assertThat(text).contains(good);
        List<String> faults = new ArrayList<>();
        Manifest.parse(path, text.replace(good, bad)).forEach(each -> faults.addAll(ManifestFaults.of(each)));
        assertThat(faults).isNotEmpty().anyMatch(fault -> fault.contains(told));
    }

    @Test
    void eachContainerThatRunsOnIsAskedWhetherItLives() throws IOException {
        int asked = 0;
        for (Manifest manifest : Manifest.all()) {
            for (JsonNode container : manifest.root().at("/spec/template/spec/containers")) {
                assertThat(container.path("args").toString()).contains("\"run\"", "camel.management.host=0.0.0.0");
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    JsonNode get = container.path(probe).path("httpGet");
                    JsonNode port = get.path("port");
                    assertThat(get.path("path").asText()).isEqualTo("/observe/health/live");
                    assertThat(port.isInt() ? port : container.at("/ports/0/containerPort"))
                            .isEqualTo(IntNode.valueOf(PORT));
                    asked++;
                }
            }
        }
        assertThat(asked).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void whatAFolderNamesIsThereAndNothingIsLeftOut(Path file) throws IOException {
        Path folder = file.resolveSibling("");
        List<Path> named = new ArrayList<>();
        YAML.readTree(file.toFile())
                .path("resources")
                .forEach(each -> named.add(folder.resolve(each.asText()).normalize()));
        assertThat(named).isNotEmpty().allMatch(Files::exists);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(named)
                    .containsAll(files.filter(
                                    each -> each.toString().endsWith(".yaml") && !each.endsWith("kustomization.yaml"))
                            .map(Path::normalize)
                            .toList());
        }
    }

    @Test
    void theRoutesInThemAreSourcesThatTheProgramTakes(@TempDir Path directory) throws IOException {
        int number = 0;
        for (Manifest manifest : Manifest.all()) {
            JsonNode flows = manifest.root().at("/spec/flows");
            if (flows.isArray()) {
                Files.writeString(directory.resolve("flow-" + number++ + ".yaml"), YAML.writeValueAsString(flows));
            }
            if (manifest.kind().equals("Pipe")) {
                Files.writeString(
                        directory.resolve("pipe-" + number++ + ".yaml"), YAML.writeValueAsString(route(manifest)));
            }
            if (manifest.root().at("/metadata/name").asText().equals("tidemark-routes")) {
                for (var file : manifest.root().path("data").properties()) {
                    Files.writeString(
                            directory.resolve(file.getKey()), file.getValue().asText());
                }
            }
        }
        RouteFiles routes = RouteFiles.read(directory, key -> null, Kamelets.read(directory));
        assertThat(routes.problems().stream().map(Problem::toString)).isEmpty();
        assertThat(routes.sources()).hasSize(3);
    }

    /** What the operator makes of a Pipe. */
    private static List<?> route(Manifest pipe) {
        JsonNode spec = pipe.root().path("spec");
        Map<String, Object> sink = Map.of("to", end(spec.path("sink")));
        Map<String, Object> from = new HashMap<>(end(spec.path("source")));
        from.put("steps", List.of(sink));
        return List.of(Map.of("route", Map.of("id", "pipe", "from", from)));
    }

    private static Map<String, Object> end(JsonNode end) {
        return Map.of("uri", "kamelet:" + end.at("/ref/name").asText(), "parameters", end.path("properties"));
    }
}
