package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The mistakes of one file, collected in any order and reported in line order. A mistake in a template is reported in the
 * template's file: each node knows its file.
 */
public final class FileProblems {
    private record Found(String file, int line, int column, String what) {
        Problem problem() {
            return new Problem(file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : ""), what);
        }
    }

    private final String file;
    private final Set<Found> found;
    private final String note;

    public FileProblems(String file) {
        this(file, new LinkedHashSet<>(), "");
    }

    private FileProblems(String file, Set<Found> found, String note) {
        this.file = file;
        this.found = found;
        this.note = note;
    }

    /** The same problems, with a note on each new one that it is inside a Kamelet that the file uses. */
    public FileProblems inside(String kamelet) {
        return new FileProblems(file, found, " (inside the Kamelet " + SafeText.quoted(kamelet) + ")");
    }

    String file() {
        return file;
    }

    public void add(Node at, String what) {
        found.add(new Found(Nodes.file(at), Nodes.line(at), 0, what + note));
    }

    /** Adds a problem. Line and column start at 1; 0 omits them. */
    public void add(int line, int column, String what) {
        found.add(new Found(file, line, column, what + note));
    }

    public List<Problem> list() {
        return list(List.of(this));
    }

    /** The problems of several files, without duplicates. */
    public static List<Problem> list(Collection<FileProblems> files) {
        return files.stream()
                .flatMap(each -> each.found.stream())
                .distinct()
                .sorted(Comparator.comparing(Found::file).thenComparingInt(Found::line))
                .map(Found::problem)
                .toList();
    }
}
