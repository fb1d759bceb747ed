package dev.tidemark.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link LibraryUser} as a process, whose class path has the library, a driver and that class, and nothing else. */
final class LibraryUserProcess {

    private static final Path JAR = Path.of("target", "tidemark.jar").toAbsolutePath();

    private LibraryUserProcess() {}

    /** Starts it in a directory; the driver is known by how its jar's name begins. */
    static Program start(Path directory, String driver, List<String> arguments) throws IOException {
        List<Path> path = new ArrayList<>(LibraryJars.read());
        path.add(driver(driver));
        path.add(alone(directory));
        path.add(user(directory));
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                LibraryUser.class.getName()));
        command.addAll(arguments);
        return Program.start(directory, Map.of(), command);
    }

    /** Away from lib/, as a repository has it. */
    private static Path alone(Path directory) throws IOException {
        Path jar = directory.resolve("tidemark.jar");
        return Files.exists(jar) ? jar : Files.copy(JAR, jar);
    }

    private static Path user(Path directory) throws IOException {
        Path classes = directory.resolve("user");
        String name = LibraryUser.class.getName().replace('.', '/') + ".class";
        Path file = classes.resolve(name);
        if (Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Files.copy(Path.of("target", "test-classes", name), file);
        }
        return classes;
    }

    private static Path driver(String name) throws IOException {
        try (Stream<Path> lib = Files.list(Path.of("target", "lib").toAbsolutePath())) {
            return lib.filter(jar -> jar.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
