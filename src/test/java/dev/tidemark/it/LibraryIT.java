package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a library of another program: what it brings with it, and that the Kamelets run on nothing more. */
final class LibraryIT {

    private static final long LARGEST = 30_000_000;
    private static final Path JAR = Path.of("target", "tidemark.jar").toAbsolutePath();

    @Test
    void theJarAndAllThatItBringsAreSmall() throws Exception {
        long bytes = Files.size(JAR);
        for (Path jar : LibraryJars.read()) {
            bytes += Files.size(jar);
        }

        assertThat(bytes).as("bytes of the jar and of " + LibraryJars.read()).isBetween(LARGEST / 3, LARGEST);
    }

    @Test
    void itBringsNoDriverNoCommandsAndNoLogOfItsOwn() throws Exception {
        assertThat(LibraryJars.read())
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(
                        name -> name.matches(
                                "(h2|postgresql|mariadb|duckdb|picocli|jline|log4j|kafka|camel-(main|kafka|kubernetes|health|micro)|vertx|netty).*"));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(Object::toString)).noneMatch(name -> name.matches("log4j2?[.-][^/]*"));
        }
    }

    @Test
    void sourcesOfAllKindsSyncWithIt(@TempDir Path directory) throws Exception {
        String url = "jdbc:h2:" + directory.resolve("tidemark");
        Path properties = Files.writeString(
                directory.resolve("application.properties"),
                """
                tidemark.datasource.destination.url=%1$s
                tidemark.datasource.destination.username=sa
                tidemark.datasource.warehouse.url=%1$s
                tidemark.datasource.warehouse.username=sa
                tidemark.repeatCount=1
                """
                        .formatted(url));
        List<String> arguments = new ArrayList<>(List.of("file:" + properties));
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            try (UserTable table = new UserTable(url)) {
                table.connection().createStatement().execute("create table \"origin\" (\"id\" int primary key)");
                table.connection().createStatement().execute("insert into \"origin\" values (1), (2)");
            }
            arguments.add(write(
                    directory.resolve("users.yaml"), UserSource.of("users", api.url() + "/incremental/timestamp")));
            arguments.add(write(
                    directory.resolve("steps.yaml"),
                    UserSource.of("steps", api.url() + "/incremental/step")
                            .strategy("step-size")
                            .with("idField", "number")
                            .sink("table", "steps")));
            arguments.add(write(
                    directory.resolve("copy.yaml"),
                    UserSource.ofTable("copy", "origin", "id")
                            .with("cursorField", "id")
                            .with("cursorType", "number")
                            .with("initialCursor", "0")
                            .sink("table", "copy")
                            .sink("columns", "id:INT")));

            try (Program user = LibraryUserProcess.start(directory, "h2", arguments)) {
                assertThat(user.await().expect(0).said()).contains("users: ok", "steps: ok", "copy: ok");
            }
            try (UserTable table = new UserTable(url)) {
                table.expectSameAs(api);
                assertThat(table.number("select count(*) from \"steps\"")).isEqualTo(table.rows());
                assertThat(table.number("select count(*) from \"copy\"")).isEqualTo(2);
            }
        }
    }

    private static String write(Path file, UserSource source) throws Exception {
        return Files.writeString(file, source.toString()).toString();
    }
}
