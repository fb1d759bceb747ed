package dev.tidemark.it;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link LibraryUser} as a process, whose class path has the library, a driver and that class, and nothing else. */
final class LibraryUserProcess {

    private static final Path DIRECTORY = Path.of("target", "library").toAbsolutePath();

    private static final List<Path> CLASS_PATH = classPath();

    private static final List<String> ARCHIVE = archive();

    private LibraryUserProcess() {}

    /** Starts it in a directory; the driver is known by how its jar's name begins. */
    static Program start(Path directory, String driver, List<String> arguments) throws IOException {
        List<String> command = java(ARCHIVE, driver);
        command.addAll(arguments);
        return Program.start(directory, Map.of(), command);
    }

    private static List<String> java(List<String> options, String driver) {
        List<Path> path = new ArrayList<>(CLASS_PATH);
        path.add(driver(driver));
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        command.addAll(options);
        command.add(LibraryUser.class.getName());
        return command;
    }

    /** Without a driver: the archive is of what comes before it. */
    private static List<Path> classPath() {
        try {
            Files.createDirectories(DIRECTORY);
            List<Path> path = new ArrayList<>(LibraryJars.read());
            // Away from lib/, as a repository has it.
            path.add(Files.copy(
                    Path.of("target", "tidemark.jar"),
                    DIRECTORY.resolve("tidemark.jar"),
                    StandardCopyOption.REPLACE_EXISTING));
            path.add(user());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar, because an archive cannot be of a directory's classes. */
    private static Path user() throws IOException {
        Path jar = DIRECTORY.resolve("user.jar");
        String name = LibraryUser.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream compiled = LibraryUser.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            Objects.requireNonNull(compiled, name).transferTo(out);
        }
        return jar;
    }

    private static List<String> archive() {
        try (Playground api =
                Playground.start(PlaygroundOptions.defaults().withPort(0).withRecords(1))) {
            Path route = Files.writeString(
                    DIRECTORY.resolve("users.yaml"),
                    UserSource.of("users", api.url() + "/incremental/timestamp").toString());
            Path properties = Files.write(
                    DIRECTORY.resolve("application.properties"),
                    List.of(
                            "tidemark.datasource.destination.url=jdbc:h2:mem:library",
                            "tidemark.datasource.destination.username=sa",
                            "tidemark.repeatCount=1"));
            return ClassArchive.create(
                    "library", options -> java(options, "h2"), List.of("file:" + properties, route.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path driver(String name) {
        try (Stream<Path> lib = Files.list(Path.of("target", "lib").toAbsolutePath())) {
            return lib.filter(jar -> jar.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
