package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteYamlTest {

    static List<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteFileIsValidCamelYaml(Path file) throws IOException {
        assertThat(file.toString()).endsWith(".yaml");
        assertThat(Schemas.faultsOfRoutes(yaml(Files.readString(file)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- route: {from: {uri: 'timer:x', steps: [{logg: {message: x}}]}}",
                "- route: {from: {uri: 'timer:x', step: []}}",
                "- rout: {}",
                "route: {from: {uri: 'timer:x', steps: []}}"
            })
    void anUnknownKeyIsSeen(String text) throws IOException {
        assertThat(Schemas.faultsOfRoutes(yaml(text))).isNotEmpty();
    }

    @Test
    void aPlaceholderMayStandForANumberOrABoolean() throws IOException {
        String route = "- route: {from: {uri: 'timer:x', steps: [{split: {streaming: '%s',"
                + " expression: {simple: {expression: x}}, steps: []}}]}}";

        assertThat(Schemas.faultsOfRoutes(yaml(route.formatted("{{streaming}}"))))
                .isEmpty();
        assertThat(Schemas.faultsOfRoutes(yaml(route.formatted("perhaps")))).isNotEmpty();
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }
}
