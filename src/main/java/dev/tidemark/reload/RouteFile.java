package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A route file as it was read at one time. */
final class RouteFile {

    /** The kinds of items that Camel can load and remove while other routes run. */
    private static final Set<String> REPLACEABLE = Set.of("route", "from", "beans");

    private final Path path;
    private final byte[] text;
    private final CheckedFile content;

    RouteFile(Path path, byte[] text, CheckedFile content) {
        this.path = path;
        this.text = text;
        this.content = content;
    }

    Path path() {
        return path;
    }

    byte[] text() {
        return text;
    }

    /** The text that Camel loads, without the routes that keep running. */
    byte[] loaded(FilePart part) {
        return content.loaded().without(part.kept());
    }

    /** What has to be replaced for another version of the file. */
    FilePart changedIn(RouteFile newer) {
        return new FilePart(path, content.loaded().unchangedIn(newer.content.loaded()));
    }

    /** Whether its content also depends on other files. */
    boolean usesTemplates() {
        return content.usesTemplates();
    }

    /** The other files with the templates that it uses. */
    Set<Path> templateFiles() {
        Set<Path> others = new TreeSet<>(content.templateFiles());
        others.remove(path);
        return others;
    }

    /** Whether both files have the same content after loading. */
    boolean isSameAs(RouteFile other) {
        return Arrays.equals(text, other.text) && content.loaded().equals(other.content.loaded());
    }

    List<Source> sources() {
        return content.sources();
    }

    List<String> problems() {
        return content.problems();
    }

    /** Its sources that are in a part. */
    List<Source> sources(FilePart part) {
        return content.sources().stream()
                .filter(source -> !part.kept().contains(source.routeId()))
                .toList();
    }

    /** The names of its sources, for a message; without sources, "its routes". */
    String sourceNames() {
        return names(content.sources());
    }

    static String names(List<Source> sources) {
        return sources.isEmpty()
                ? "its routes"
                : sources.stream().map(Source::name).collect(Collectors.joining(", "));
    }

    /** The kinds of items in it that only a restart can change; may be empty. */
    Set<String> lasting() {
        Set<String> kinds = new TreeSet<>(content.kinds());
        kinds.removeAll(REPLACEABLE);
        return kinds;
    }

    /** A message for each name that the other file already uses. */
    List<String> clashesWith(RouteFile other) {
        List<String> clashes = new ArrayList<>();
        for (Source own : sources()) {
            other.sources().stream()
                    .filter(taken -> taken.name().equals(own.name()))
                    .forEach(taken -> clashes.add(message(
                            own.file() + ":" + own.line(),
                            "the source name",
                            own.name(),
                            taken.file() + ":" + taken.line())));
        }
        Map<String, String> ids = other.content.routeIds();
        content.routeIds().forEach((id, where) -> {
            String taken = ids.get(id);
            if (taken != null) {
                clashes.add(message(where, "the route id", id, taken));
            }
        });
        return clashes;
    }

    private static String message(String where, String kind, String name, String taken) {
        return where + ": " + kind + " `" + name + "` is already used by " + taken + ": choose another";
    }
}
