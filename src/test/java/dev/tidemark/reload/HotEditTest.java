package dev.tidemark.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.PlainContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with a route that is made from a template in another file. */
final class HotEditTest {

    @TempDir
    Path directory = Path.of("");

    private TemplatedFile files = new TemplatedFile(Path.of(""), Path.of(""));

    @BeforeEach
    void write() throws Exception {
        files = TemplatedFile.write(directory, "before");
    }

    @Test
    void aTemplateThatIsBeingWrittenIsNotUsed() throws Exception {
        try (PlainContext plain = new PlainContext()) {
            HotEdit edit = start(plain.context());
            for (String written : List.of("h", "ha", "hal", "half", "half-w", "half-wri")) {
                Files.writeString(files.template(), written);
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
            Files.writeString(files.template(), "mistake");
            for (int look = 0; look < 5; look++) {
                edit.look();
                assertThat(ids(plain)).containsExactly("before");
            }
            Files.writeString(files.template(), "after");
            awaitRoute("after", edit, plain);
        }
    }

    private HotEdit start(CamelContext context) throws Exception {
        CheckedFile started = files.start(context);
        List<RouteFile> loaded = List.of(
                new RouteFile(files.file(), Files.readAllBytes(files.file()), started),
                new RouteFile(files.template(), Files.readAllBytes(files.template()), files.checked(files.template())));
        return new HotEdit(
                directory, files::checked, new RunningFiles(loaded, new LiveRoutes(context), TemplatedFile.NOBODY));
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
}
