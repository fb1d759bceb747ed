package dev.tidemark.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.route.Source;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.PlainContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with a route that is made from a template in another file. */
final class HotEditTest {

    private static final SourcesListener NOBODY = new SourcesListener() {
        @Override
        public void begin(List<Source> sources) {}

        @Override
        public void ended(List<Source> sources) {}
    };

    @TempDir
    Path directory = Path.of("");

    private Path file = Path.of("");
    private Path template = Path.of("");

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("one.yaml"), "uses the template");
        template = Files.writeString(directory.resolve("template.yaml"), "before");
    }

    @Test
    void aTemplateThatIsBeingWrittenIsNotUsed() throws Exception {
        try (PlainContext plain = new PlainContext()) {
            HotEdit edit = start(plain.context());
            for (String written : List.of("h", "ha", "hal", "half", "half-w", "half-wri")) {
                Files.writeString(template, written);
                edit.look();
                assertThat(ids(plain)).containsExactly("before");
            }
            awaitRoute("half-wri", edit, plain);
        }
    }

    @Test
    void aTemplateOfARefusedFileIsNotUsed() throws Exception {
        try (PlainContext plain = new PlainContext()) {
            HotEdit edit = start(plain.context());
            Files.writeString(template, "mistake");
            for (int look = 0; look < 5; look++) {
                edit.look();
                assertThat(ids(plain)).containsExactly("before");
            }
            Files.writeString(template, "after");
            awaitRoute("after", edit, plain);
        }
    }

    private HotEdit start(CamelContext context) throws Exception {
        CheckedFile started = check(file);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes(
                        "file:" + file, started.loaded().without(Set.of())));
        context.start();
        List<RouteFile> loaded = List.of(
                new RouteFile(file, Files.readAllBytes(file), started),
                new RouteFile(template, Files.readAllBytes(template), check(template)));
        return new HotEdit(directory, this::check, new RunningFiles(loaded, new LiveRoutes(context), NOBODY));
    }

    private static List<String> ids(PlainContext plain) {
        return plain.context().getRoutes().stream()
                .map(route -> route.getRouteId())
                .toList();
    }

    private static void awaitRoute(String id, HotEdit edit, PlainContext plain) throws Exception {
        Eventually.await("the route " + id, Duration.ofMinutes(1), () -> {
            edit.look();
            return ids(plain).equals(List.of(id));
        });
    }

    private CheckedFile check(Path checked) {
        try {
            String id = Files.readString(template);
            String route = "- route: {id: " + id + ", from: {uri: 'direct:in', steps: [{log: {message: x}}]}}\n";
            return checked.equals(file)
                    ? new CheckedFile(
                            List.of(),
                            List.of(),
                            Map.of(id, file + ":1"),
                            Set.of("route"),
                            new LoadedText(route, Map.of()),
                            true,
                            Set.of(template))
                    : new CheckedFile(
                            id.equals("mistake") ? List.of(template + ":1: a mistake") : List.of(),
                            List.of(),
                            Map.of(),
                            Set.of(),
                            new LoadedText("", Map.of()),
                            false,
                            Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
