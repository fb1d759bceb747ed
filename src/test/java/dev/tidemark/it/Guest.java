package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/**
 * The project of an application that uses Tidemark as a library, built by Maven in {@code target/guests}. It finds Tidemark in a
 * repository there, so that nothing is installed in the user's own.
 */
final class Guest {

    static final Path REPOSITORY = Path.of("target", "guests", "repository").toAbsolutePath();

    private static final Path SOURCES = Path.of("src", "guests");
    private static final Path BUILT = Path.of("target", "guests").toAbsolutePath();

    private final Path directory;

    private Guest(Path directory) {
        this.directory = directory;
    }

    /** Builds the project of that name in {@code src/guests}, with the routes that all of them share. */
    static Guest build(String name) throws IOException, InterruptedException {
        Path directory = folder(name);
        FileUtils.copyDirectory(SOURCES.resolve(name).toFile(), directory.toFile());
        FileUtils.copyDirectory(
                SOURCES.resolve("routes").toFile(),
                directory.resolve("src/main/resources/camel").toFile());
        return build(directory);
    }

    /** Builds any project. */
    static Guest build(Path directory, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-q",
                "-B",
                "-ntp",
                "-Dmaven.repo.local.tail=" + REPOSITORY,
                "-Dtidemark.version=" + version()));
        command.addAll(List.of(options));
        command.add("package");
        try (Program maven = Program.start(directory, Map.of(), command)) {
            Ended ended = maven.await();
            assertThat(ended.status()).as(ended.said()).isZero();
        }
        return new Guest(directory);
    }

    static String version() {
        return Objects.requireNonNull(System.getProperty("tidemark.version"));
    }

    /** A new, empty folder in {@code target/guests}. */
    static Path folder(String name) throws IOException {
        Path folder = BUILT.resolve(name);
        FileUtils.deleteDirectory(folder.toFile());
        return Files.createDirectories(folder);
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    /** The command that runs a jar of the project. */
    List<String> java(String jar, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.add("-jar");
        command.add(path(jar).toString());
        return command;
    }
}
