package dev.tidemark.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.PlainContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouteWatchTest {

    @Test
    void anEditOfATemplateBetweenReadingAndWatchingIsLoaded(@TempDir Path directory) throws Exception {
        TemplatedFile files = TemplatedFile.write(directory, "before");
        try (PlainContext plain = new PlainContext();
                RouteWatch watch = new RouteWatch(directory)) {
            CamelContext context = plain.context();
            Map<Path, CheckedFile> started =
                    Map.of(files.file(), files.start(context), files.template(), files.checked(files.template()));
            Files.writeString(files.template(), "after");

            watch.start(started, files::checked, TemplatedFile.NOBODY, context);

            Eventually.await("the edited route runs", Duration.ofMinutes(1), () -> context.getRoute("after") != null);
            assertThat(context.getRoute("before")).isNull();
        }
    }
}
