package dev.tidemark.route.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.yaml.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code bad/} without a {@code command.txt} holds route files and, in {@code expected.txt}, all that must be
 * said about them.
 */
class BadRoutesTest {
    private static final Map<String, String> PROPERTIES = Map.of(
            "loop", "{{loop}}",
            "secret", "CANARY-2",
            "url.with.ampersand", "http://127.0.0.1/?a=1&b=2");

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(resource("/bad"))) {
            return folders.filter(folder -> !Files.exists(folder.resolve("command.txt"))).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyMistakeIsReported(Path folder) throws IOException {
        Path own = folder.resolve("kamelets");
        Kamelets kamelets = Kamelets.in(Files.exists(own) ? own : resource("/dev/tidemark/route/kamelets"));

        List<Problem> problems =
                RouteFiles.read(folder, PROPERTIES::get, kamelets).problems();

        String told = problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
        assertThat(told.replace(folder.toString(), "routes"))
                .isEqualTo(Files.readString(folder.resolve("expected.txt")))
                .doesNotContain("CANARY");
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(BadRoutesTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
