package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A file whose only route has the id that is in the file of its template. */
record TemplatedFile(Path file, Path template) {

    static final SourcesListener NOBODY = new SourcesListener() {
        @Override
        public void begin(List<Source> sources) {}

        @Override
        public void ended(List<Source> sources) {}
    };

    /** Both files, with that id in the template. */
    static TemplatedFile write(Path directory, String id) throws IOException {
        return new TemplatedFile(
                Files.writeString(directory.resolve("one.yaml"), "uses the template"),
                Files.writeString(directory.resolve("template.yaml"), id));
    }

    /** One of both as it is now. A template with the text {@code mistake} is one. */
    CheckedFile checked(Path path) {
        try {
            String id = Files.readString(template);
            String route = "- route: {id: " + id + ", from: {uri: 'direct:in', steps: [{log: {message: x}}]}}\n";
            return path.equals(file)
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

    /** Loads the route, and starts the context. */
    CheckedFile start(CamelContext context) throws Exception {
        CheckedFile started = checked(file);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes(
                        "file:" + file, started.loaded().without(Set.of())));
        context.start();
        return started;
    }
}
