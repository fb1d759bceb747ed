package dev.tidemark.runtime;

import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of sources on a command line. In a name, {@code *} stands for any characters and {@code ?} for one. */
public final class SourceNames {

    private static final String WILDCARDS = "[*?]";

    private final Path routes;
    private final Set<String> known;
    private final Set<String> others;

    /**
     * @param routes the directory of the known sources, for messages
     * @param others the names of other sources, which no route declares any more
     */
    SourceNames(Path routes, Collection<String> known, Collection<String> others) {
        this.routes = routes;
        this.known = new TreeSet<>(known);
        this.others = new TreeSet<>(others);
        this.others.removeAll(known);
    }

    /** The names of the project's sources, and others that a command accepts too. */
    public static SourceNames of(Project project, Collection<String> others) {
        return new SourceNames(
                project.routes(), project.sources().stream().map(Source::name).toList(), others);
    }

    /** Whether one of these names means a source; no names mean all sources. */
    public static boolean match(Collection<String> written, String source) {
        return written.isEmpty() || written.stream().anyMatch(name -> matches(name, source));
    }

    /**
     * The known names that are meant.
     *
     * @throws UsageException for an unknown name, and for a pattern without a match
     */
    public Set<String> find(Collection<String> written) {
        Set<String> found = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        for (String name : written) {
            List<String> matching = Stream.concat(known.stream(), others.stream())
                    .filter(each -> matches(name, each))
                    .toList();
            found.addAll(matching);
            if (matching.isEmpty()) {
                problems.add(unknown(
                        isPattern(name)
                                ? "no source in " + routes + " matches `" + name + "`"
                                : "unknown source `" + name + "` in " + routes));
            }
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return found;
    }

    /** The known name that is identical to this one; a pattern is not. */
    public String exactly(String name) {
        if (!known.contains(name)) {
            throw new UsageException(List.of(unknown("unknown source `" + name + "` in " + routes)));
        }
        return name;
    }

    private String unknown(String what) {
        return what + "; known sources are " + known;
    }

    private static boolean isPattern(String name) {
        return name.matches(".*" + WILDCARDS + ".*");
    }

    private static boolean matches(String written, String source) {
        return written.equals(source)
                || (isPattern(written)
                        && Pattern.matches(
                                Pattern.quote(written).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), source));
    }
}
