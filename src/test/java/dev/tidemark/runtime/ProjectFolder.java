package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.config.UsageException;
import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder with one route file and an empty configuration, which a project is read from. */
public final class ProjectFolder {

    private ProjectFolder() {}

    /** The options of a command in the folder, with one source and these keys. */
    public static Options options(Path folder, SourceYaml source, Map<String, String> keys) throws IOException {
        Files.writeString(folder.resolve("records.yaml"), source.toString());
        Options options = new Options();
        options.routes = folder;
        options.config = Files.writeString(folder.resolve("application.properties"), "");
        options.overrides = keys;
        return options;
    }

    /** The problems for which the project is refused. */
    public static String refusal(Options options) {
        UsageException refusal = catchThrowableOfType(
                UsageException.class, () -> Project.read(options, Map.of()).close());
        assertThat(refusal).as("a refusal").isNotNull();
        return String.join("\n", refusal.problems());
    }
}
