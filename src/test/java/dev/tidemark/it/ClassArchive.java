package dev.tidemark.it;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program's classes as the JVM lays them out in memory, in {@code target/tidemark.jsa}: whoever starts from it loads
 * and verifies none of them again, which is a third of a short run.
 */
final class ClassArchive {

    private static final Path FILE = Path.of("target", "tidemark.jsa").toAbsolutePath();

    private static final List<String> OPTIONS = create();

    private ClassArchive() {}

    /** Lets a JVM use the archive; it continues silently when it cannot. None when there is no archive. */
    static List<String> options() {
        return OPTIONS;
    }

    /** From a demo, which loads the most. */
    private static List<String> create() {
        try {
            Files.deleteIfExists(FILE);
            Path directory = Files.createDirectories(Path.of("target", "archive"));
            List<String> command =
                    new ArrayList<>(Program.java(List.of("-XX:ArchiveClassesAtExit=" + FILE, "-Xlog:disable")));
            command.addAll(List.of(
                    "demo",
                    "--routes",
                    Path.of("routes").toAbsolutePath().toString(),
                    "--config",
                    Path.of("config/application.properties").toAbsolutePath().toString()));
            Process demo = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            boolean ended = demo.waitFor(5, TimeUnit.MINUTES);
            demo.destroyForcibly();
            // One that was killed may have left half an archive.
            if (ended && Files.exists(FILE)) {
                return List.of("-XX:SharedArchiveFile=" + FILE, "-Xshare:auto", "-Xlog:disable");
            }
            System.out.println("ClassArchive: none, the demo " + (ended ? "ended with " + demo.exitValue() : "hung")
                    + "; the programs start slowly");
        } catch (IOException e) {
            System.out.println("ClassArchive: none, the programs start slowly: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
