package dev.tidemark.route;

import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.ReadFault;
import dev.tidemark.route.yaml.SchemaCheck;
import dev.tidemark.route.yaml.SchemaRule;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The route files of a directory: the sources that they declare, and all their mistakes. */
public final class RouteFiles {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> routeIds = new TreeMap<>();
    private final Map<Path, LoadedFile> loaded = new TreeMap<>();
    private final Map<Path, Set<Path>> templateFiles = new TreeMap<>();

    private RouteFiles() {}

    /**
     * Reads every {@code *.yaml} of the directory, without subfolders. It starts and contacts nothing, and never throws for
     * a user's mistake.
     *
     * @param properties the value of a property, or null; system properties and the environment are read after it
     */
    public static RouteFiles read(Path directory, Function<String, @Nullable String> properties, Kamelets kamelets) {
        RouteFiles files = new RouteFiles();
        files.problems.addAll(kamelets.problems());
        List<Path> paths = files.list(directory);
        if (!paths.isEmpty()) {
            files.readAll(paths, List.of(), properties, kamelets);
        }
        return files;
    }

    /**
     * Reads one file as {@link #read} does, with the templates of the others. Names that occur in several files are not
     * checked.
     */
    public static RouteFiles readOne(Path file, Function<String, @Nullable String> properties, Kamelets kamelets) {
        RouteFiles files = new RouteFiles();
        files.readAll(List.of(file), files.others(file), properties, kamelets);
        return files;
    }

    /** The route files of a directory, sorted by name, including files with the extension {@code .yml}. */
    public static List<Path> in(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            entries.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    /** The sources, ordered by file name and line; complete and usable only when there are no problems. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /** All mistakes, ordered by file name and line. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The files that could be read. */
    public Set<Path> paths() {
        return Set.copyOf(loaded.keySet());
    }

    /** The ids of a file's routes, with the file and line of each. */
    public Map<String, String> routeIds(Path file) {
        return routeIds.entrySet().stream()
                .filter(id -> id.getValue().startsWith(file + ":"))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The kinds of items in a file's list: {@code route}, {@code beans} and so on. */
    public Set<String> kinds(Path file) {
        LoadedFile read = loaded.get(file);
        return read == null ? Set.of() : read.kinds();
    }

    /** Whether any of a file's routes use templates. */
    public boolean useTemplates(Path file) {
        LoadedFile read = loaded.get(file);
        return read != null && read.usesTemplates();
    }

    /** The files with the templates that any of a file's routes use, which may include itself. */
    public Set<Path> templateFiles(Path file) {
        return templateFiles.getOrDefault(file, Set.of());
    }

    /** A file's text in parts, by the id of each source's route; all other items are the part without a name. */
    public Map<String, String> parts(Path file, Collection<Source> wanted) {
        LoadedFile read = loaded.get(file);
        return read == null ? Map.of("", "") : read.parts(wanted);
    }

    /** Where each line of the {@link #texts} comes from, by file and line. */
    public Map<String, LoadedLine> lines(Collection<Source> wanted) {
        Map<String, LoadedLine> lines = new HashMap<>();
        loaded.forEach(
                (path, file) -> file.lines(wanted).forEach((line, origin) -> lines.put(path + ":" + line, origin)));
        return lines;
    }

    /** The text that Camel loads for each file, with only these sources and all other items. */
    public Map<Path, String> texts(Collection<Source> wanted) {
        Map<Path, String> texts = new TreeMap<>();
        loaded.forEach((path, file) -> texts.put(path, file.text(wanted)));
        return texts;
    }

    private void readAll(
            List<Path> paths, List<Path> others, Function<String, @Nullable String> properties, Kamelets kamelets) {
        Placeholders placeholders = new Placeholders(properties);
        Templates templates = new Templates(placeholders);
        for (Path path : others) {
            FileProblems unused = new FileProblems(path.toString());
            Node document = RouteDocument.read(path, unused);
            if (document != null) {
                templates.collect(document, unused);
            }
        }
        SchemaRule schema = SchemaRule.load();
        Map<Path, FileProblems> found = new TreeMap<>();
        Map<Path, Node> documents = new TreeMap<>();
        for (Path path : paths) {
            FileProblems own = new FileProblems(path.toString());
            found.put(path, own);
            Node document = RouteDocument.read(path, own);
            if (document != null) {
                documents.put(path, document);
                templates.collect(document, own);
                new SchemaCheck(placeholders, own).check(document, schema);
                new SecretCheck(own).check(document);
            }
        }
        RouteReader reader =
                new RouteReader(kamelets, new KameletChecker(kamelets, placeholders, properties), placeholders);
        documents.forEach((path, document) -> {
            FileProblems own = Objects.requireNonNull(found.get(path));
            List<RouteItem> items = templates.expand(document, own);
            templateFiles.put(path, templates.filesUsedIn(document));
            for (RouteItem item : items) {
                FileProblems each = own.of(item.templated());
                Node expanded = Nodes.list(List.of(item.node()), document);
                new SchemaCheck(placeholders, each).check(expanded, schema);
                new PlaceholderCheck(placeholders, each).check(expanded);
                new SecretCheck(each).check(expanded);
            }
            loaded.put(
                    path,
                    new LoadedFile(
                            document,
                            items.stream().map(item -> reader.read(item, own)).toList()));
        });
        problems.addAll(FileProblems.list(found.values()));
        sources.addAll(reader.sources());
        routeIds.putAll(reader.routeIds());
    }

    private List<Path> others(Path file) {
        Path directory = file.getParent();
        try {
            List<Path> others = new ArrayList<>(in(directory == null ? Path.of("") : directory));
            others.remove(file);
            return others;
        } catch (IOException e) {
            problems.add(new Problem(String.valueOf(directory), "cannot be read (" + ReadFault.of(e) + ")"));
            return List.of();
        }
    }

    private List<Path> list(Path directory) {
        List<Path> paths = new ArrayList<>();
        String fault = Files.notExists(directory)
                ? "does not exist"
                : Files.isDirectory(directory) ? null : "is not a directory";
        if (fault == null) {
            try {
                paths.addAll(in(directory));
                fault = paths.isEmpty() ? "contains no *.yaml file" : null;
            } catch (IOException e) {
                fault = "cannot be read (" + ReadFault.of(e) + ")";
            }
        }
        if (fault != null) {
            problems.add(new Problem(
                    directory.toString(), fault + ": specify the directory of the route files with `--routes DIR`"));
        }
        return paths;
    }
}
