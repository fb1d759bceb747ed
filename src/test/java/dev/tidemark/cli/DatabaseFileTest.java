package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.Options;
import dev.tidemark.runtime.Project;
import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is only read from is not made by looking for it. */
class DatabaseFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:FOLDER/shop", "jdbc:h2:file:FOLDER/shop;MODE=MySQL", "jdbc:duckdb:FOLDER/shop"})
    void aMissingFileIsReportedAndNotCreated(String url) throws IOException {
        List<String> faults = connect("shop", url.replace("FOLDER", folder.toString()));

        assertThat(faults).singleElement().asString().contains("database shop", "the file " + folder, "does not exist");
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("shop"));
        }
    }

    @Test
    void theDestinationIsMade() throws IOException {
        assertThat(connect("destination", "jdbc:h2:" + folder.resolve("made"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:shop",
                "jdbc:duckdb:",
                "jdbc:postgresql://127.0.0.1/shop",
                "jdbc:h2:tcp://127.0.0.1/shop"
            })
    void anAddressWithoutAFileIsNotReported(String url) {
        assertThat(DatabaseFile.missing(url)).isEmpty();
    }

    private List<String> connect(String name, String url) throws IOException {
        SourceYaml source = new SourceYaml("key-based", "records")
                .with("dataSource", name)
                .with("table", "t")
                .with("keyField", "id");
        Files.writeString(folder.resolve("records.yaml"), source.toString());
        Options options = new Options();
        options.routes = folder;
        options.config = Files.writeString(folder.resolve("application.properties"), "");
        options.overrides = name.equals("destination")
                ? Map.of("tidemark.datasource.destination.url", url)
                : Map.of(
                        "tidemark.datasource.destination.url",
                        "jdbc:h2:mem:unused",
                        "tidemark.datasource." + name + ".url",
                        url);
        try (Project setup = Project.read(options, Map.of())) {
            return new Connections(setup, setup.sources()).check(new ArrayList<>());
        }
    }
}
