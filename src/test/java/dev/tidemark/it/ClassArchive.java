package dev.tidemark.it;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A program's classes as the JVM lays them out in memory, in a file in {@code target/}: whoever starts from it loads and
 * verifies none of them again, which is a third of a short run.
 */
final class ClassArchive {

    private static final List<String> PROGRAM = create(
            "tidemark",
            options -> Program.java(options),
            // A demo loads the most.
            List.of(
                    "demo",
                    "--routes",
                    Path.of("routes").toAbsolutePath().toString(),
                    "--config",
                    Path.of("config/application.properties").toAbsolutePath().toString()));

    private ClassArchive() {}

    /** Lets a JVM use the archive of the packaged program. None when there is no archive. */
    static List<String> options() {
        return PROGRAM;
    }

    /**
     * Makes an archive.
     *
     * @param command makes the command that runs the program in a JVM with these options
     * @param arguments of a run that loads what others load
     * @return options that let a JVM use it, which continues silently when it cannot; none when there is no archive
     */
    static List<String> create(String name, UnaryOperator<List<String>> command, List<String> arguments) {
        Path file = Path.of("target", name + ".jsa").toAbsolutePath();
        try {
            Files.deleteIfExists(file);
            Path directory = Files.createDirectories(Path.of("target", "archive"));
            List<String> all =
                    new ArrayList<>(command.apply(List.of("-XX:ArchiveClassesAtExit=" + file, "-Xlog:disable")));
            all.addAll(arguments);
            Process run = new ProcessBuilder(all)
                    .directory(directory.toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            boolean ended = run.waitFor(5, TimeUnit.MINUTES);
            run.destroyForcibly();
            // One that was killed may have left half an archive.
            if (ended && Files.exists(file)) {
                return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:disable");
            }
            System.out.println("ClassArchive: no " + name + ", its run "
                    + (ended ? "ended with " + run.exitValue() : "hung") + "; the programs start slowly");
        } catch (IOException e) {
            System.out.println("ClassArchive: no " + name + ", the programs start slowly: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
