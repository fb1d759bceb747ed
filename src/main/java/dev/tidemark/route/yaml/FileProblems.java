package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The mistakes of one file, collected in any order and reported in line order. A mistake in a template is reported in the
 * template's file: each node knows its file.
 */
public final class FileProblems {
    private record Found(String file, int line, int column, String what, @Nullable TemplatedSource source) {
        Problem problem() {
            return new Problem(file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : ""), what);
        }
    }

    private final String file;
    private final Set<Found> found;
    private final String note;
    private final @Nullable TemplatedSource source;

    public FileProblems(String file) {
        this(file, new LinkedHashSet<>(), "", null);
    }

    private FileProblems(String file, Set<Found> found, String note, @Nullable TemplatedSource source) {
        this.file = file;
        this.found = found;
        this.note = note;
        this.source = source;
    }

    /** The same problems, with a note on each new one that it is inside a Kamelet that the file uses. */
    public FileProblems inside(String kamelet) {
        return new FileProblems(file, found, " (inside the Kamelet " + SafeText.quoted(kamelet) + ")", source);
    }

    /** The same problems, where each new one is of this source; null for problems of no templated source. */
    public FileProblems of(@Nullable TemplatedSource templated) {
        return new FileProblems(file, found, note, templated);
    }

    String file() {
        return file;
    }

    public void add(Node at, String what) {
        found.add(new Found(Nodes.file(at), Nodes.line(at), 0, what + note, source));
    }

    /** Adds a problem. Line and column start at 1; 0 omits them. */
    public void add(int line, int column, String what) {
        found.add(new Found(file, line, column, what + note, source));
    }

    public List<Problem> list() {
        return list(List.of(this));
    }

    /** The problems of several files, without duplicates. */
    public static List<Problem> list(Collection<FileProblems> files) {
        SharedProblems all = new SharedProblems();
        files.stream()
                .flatMap(each -> each.found.stream())
                .sorted(Comparator.comparing(Found::file).thenComparingInt(Found::line))
                .forEach(each -> all.add(each.problem(), each.source()));
        return all.list();
    }
}
