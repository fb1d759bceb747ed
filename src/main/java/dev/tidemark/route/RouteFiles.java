package dev.tidemark.route;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The route files of a directory: the sources they declare and everything that is wrong with them. */
public final class RouteFiles {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> routeIds = new TreeMap<>();
    private final Set<String> kinds = new TreeSet<>();

    private RouteFiles() {}

    /**
     * Reads every {@code *.yaml} of the directory, not of its folders. Nothing is started or contacted, and nothing is
     * thrown for what a user may have written.
     *
     * @param properties the value of a property, or null; the environment and system properties are asked after it
     */
    public static RouteFiles read(Path directory, Function<String, @Nullable String> properties, Kamelets kamelets) {
        RouteFiles files = new RouteFiles();
        files.problems.addAll(kamelets.problems());
        List<Path> paths = files.list(directory);
        if (!paths.isEmpty()) {
            files.readAll(paths, properties, kamelets);
        }
        return files;
    }

    /** Reads one file as {@link #read} does; what it has in common with others is not looked at. */
    public static RouteFiles readOne(Path file, Function<String, @Nullable String> properties, Kamelets kamelets) {
        RouteFiles files = new RouteFiles();
        files.readAll(List.of(file), properties, kamelets);
        return files;
    }

    /** The route files of a directory, in the order of their names, and those that would be if they were named so. */
    public static List<Path> in(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            entries.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    /** The sources in the order of file names and lines; complete and usable only when there are no problems. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /** All mistakes, in the order of file names and lines. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The ids of all routes that have one, with the file and line of each. */
    public Map<String, String> routeIds() {
        return Map.copyOf(routeIds);
    }

    /** The kinds of things that stand in the lists of the files: {@code route}, {@code beans} and so on. */
    public Set<String> kinds() {
        return Set.copyOf(kinds);
    }

    private void readAll(List<Path> paths, Function<String, @Nullable String> properties, Kamelets kamelets) {
        Placeholders placeholders = new Placeholders(properties);
        RouteReader reader = new RouteReader(new KameletChecker(kamelets, placeholders, properties), placeholders);
        SchemaRule schema = SchemaRule.load();
        for (Path path : paths) {
            FileProblems found = new FileProblems(path.toString());
            Node document = RouteDocument.read(path, found);
            if (document != null) {
                new SchemaCheck(placeholders, found).check(document, schema);
                new PlaceholderCheck(placeholders, found).check(document);
                new SecretCheck(found).check(document);
                reader.read(document, found);
            }
            problems.addAll(found.list());
        }
        sources.addAll(reader.sources());
        routeIds.putAll(reader.routeIds());
        kinds.addAll(reader.kinds());
    }

    private List<Path> list(Path directory) {
        List<Path> paths = new ArrayList<>();
        String fault = Files.notExists(directory)
                ? "does not exist"
                : Files.isDirectory(directory) ? null : "is not a directory";
        if (fault == null) {
            try {
                paths.addAll(in(directory));
                fault = paths.isEmpty() ? "holds no *.yaml file" : null;
            } catch (IOException e) {
                fault = "cannot be read (" + Shown.escaped(e.toString()) + ")";
            }
        }
        if (fault != null) {
            problems.add(new Problem(
                    directory.toString(), fault + ": give the directory of the route files with `--routes DIR`"));
        }
        return paths;
    }
}
