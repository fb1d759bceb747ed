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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouteWatchTest {

    private static final SourcesListener NOBODY = new SourcesListener() {
        @Override
        public void begin(List<Source> sources) {}

        @Override
        public void ended(List<Source> sources) {}
    };

    @Test
    void anEditOfATemplateBetweenReadingAndWatchingIsLoaded(@TempDir Path directory) throws Exception {
        Path template = Files.writeString(directory.resolve("template"), "before");
        Path file = Files.writeString(directory.resolve("one.yaml"), "what is made of the template");
        try (PlainContext plain = new PlainContext();
                RouteWatch watch = new RouteWatch(directory)) {
            CamelContext context = plain.context();
            CheckedFile started = expanded(file, template);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromBytes(
                            "file:" + file, started.loaded().without(Set.of())));
            context.start();
            Files.writeString(template, "after");

            watch.start(Map.of(file, started), path -> expanded(path, template), NOBODY, context);

            Eventually.await("the edited route runs", Duration.ofMinutes(1), () -> context.getRoute("after") != null);
            assertThat(context.getRoute("before")).isNull();
        }
    }

    /** A file whose route has the id that is in a template. */
    private static CheckedFile expanded(Path file, Path template) {
        try {
            String id = Files.readString(template);
            String route = "- route: {id: " + id + ", from: {uri: 'direct:in', steps: [{log: {message: x}}]}}\n";
            return new CheckedFile(
                    List.of(),
                    List.of(),
                    Map.of(id, file + ":1"),
                    Set.of("route"),
                    new LoadedText(route, Map.of()),
                    true,
                    Set.of(template));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
