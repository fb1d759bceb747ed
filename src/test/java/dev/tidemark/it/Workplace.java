package dev.tidemark.it;

import dev.tidemark.cli.CapturedOutput;
import dev.tidemark.testing.DatabaseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A directory of a user's own: routes, a configuration, and the program run in it. */
final class Workplace {

    /** Programs that live for a second start sooner this way. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path directory;
    private final Map<String, String> settings = new TreeMap<>();
    private List<String> by = List.of();
    private final List<String> javaOptions = new ArrayList<>(SHORT_LIVED);

    /** A workplace with the embedded database in {@code data/}, and without a route. */
    Workplace(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("routes"));
        Files.createDirectories(directory.resolve("config"));
        set("tidemark.datasource.destination.url", embedded());
        set("tidemark.datasource.destination.username", "sa");
        set("tidemark.datasource.destination.password", "");
        // Several run at a time.
        set("camel.management.port", "0");
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** The URL of the embedded database. */
    String embedded() {
        return "jdbc:h2:" + path("data/tidemark");
    }

    /** More options for the JVM. */
    Workplace javaOptions(String... options) {
        javaOptions.addAll(List.of(options));
        return this;
    }

    /** Lets no file of the program grow larger than so many blocks of 512 bytes; a file that is larger already may stay. */
    Workplace largestFile(long blocks) {
        by = List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh");
        return this;
    }

    /** Takes back {@link #largestFile}. */
    Workplace filesOfAnySize() {
        by = List.of();
        return this;
    }

    Workplace database(String url) throws IOException {
        return set("tidemark.datasource.destination.url", url);
    }

    Workplace database(DatabaseKind.Address address) throws IOException {
        return database(address.url())
                .set("tidemark.datasource.destination.username", address.user())
                .set("tidemark.datasource.destination.password", address.password());
    }

    Workplace set(String key, String value) throws IOException {
        settings.put(key, value);
        List<String> lines = new ArrayList<>();
        settings.forEach((name, text) -> lines.add(name + "=" + text));
        Files.write(path("config/application.properties"), lines);
        return this;
    }

    Workplace route(String file, String text) throws IOException {
        Files.writeString(path("routes/" + file), text);
        return this;
    }

    Program start(String... arguments) throws IOException {
        return Program.start(directory, by, javaOptions, List.of(arguments));
    }

    /** Runs it to its end. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        try (Program program = start(arguments)) {
            return program.await();
        }
    }

    /**
     * Runs it to its end in this JVM, as if this were its directory. That is quicker, but what it logs is not in what it
     * said, and no other test may run at the same time.
     */
    Ended call(String... arguments) {
        CapturedOutput said = call(directory, List.of(arguments));
        return new Ended(said.status(), said.out(), said.err(), said.time());
    }

    /** Runs it to its end in this JVM, as if this directory were its own. */
    static CapturedOutput call(Path directory, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        option(directory, all, "--routes", "routes");
        option(directory, all, "--config", "config/application.properties");
        return CapturedOutput.by(all);
    }

    private static void option(Path directory, List<String> arguments, String name, String value) {
        int given = arguments.indexOf(name);
        if (given < 0) {
            arguments.addAll(List.of(name, directory.resolve(value).toString()));
        } else {
            arguments.set(given + 1, directory.resolve(arguments.get(given + 1)).toString());
        }
    }
}
