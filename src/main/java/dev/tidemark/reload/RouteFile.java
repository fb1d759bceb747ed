package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A route file as it was read once. */
final class RouteFile {

    /** What Camel can take in and give up again while other routes run. */
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

    /** Its text as Camel is to load it. */
    byte[] loaded() {
        return content.loaded().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether what it declares also depends on other files. */
    boolean usesTemplates() {
        return content.usesTemplates();
    }

    /** Whether the same runs when either of them is loaded. */
    boolean isSameAs(RouteFile other) {
        return Arrays.equals(text, other.text) && content.loaded().equals(other.content.loaded());
    }

    List<Source> sources() {
        return content.sources();
    }

    List<String> problems() {
        return content.problems();
    }

    /** The names of its sources, in one sentence's words; the file itself when it has none. */
    String sourceNames() {
        return content.sources().isEmpty()
                ? "its routes"
                : content.sources().stream().map(Source::name).collect(Collectors.joining(", "));
    }

    /** What stands in it that only a restart can change; empty when nothing does. */
    Set<String> lasting() {
        Set<String> kinds = new TreeSet<>(content.kinds());
        kinds.removeAll(REPLACEABLE);
        return kinds;
    }

    /** A sentence for each name that is the other's already. */
    List<String> clashesWith(RouteFile other) {
        List<String> clashes = new ArrayList<>();
        for (Source own : sources()) {
            other.sources().stream()
                    .filter(taken -> taken.name().equals(own.name()))
                    .forEach(taken -> clashes.add(sentence(
                            own.file() + ":" + own.line(),
                            "the source name",
                            own.name(),
                            taken.file() + ":" + taken.line())));
        }
        Map<String, String> ids = other.content.routeIds();
        content.routeIds().forEach((id, where) -> {
            String taken = ids.get(id);
            if (taken != null) {
                clashes.add(sentence(where, "the route id", id, taken));
            }
        });
        return clashes;
    }

    private static String sentence(String where, String kind, String name, String taken) {
        return where + ": " + kind + " `" + name + "` is taken by " + taken + ": give this one another";
    }
}
