package dev.tidemark.route;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** The mistakes of one file, gathered in any order and told in the order of its lines. */
final class FileProblems {
    private record Found(int line, int column, String what) {}

    private final String file;
    private final Set<Found> found = new LinkedHashSet<>();

    FileProblems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    String where(Node node) {
        return where(Nodes.line(node), 0);
    }

    void add(Node at, String what) {
        add(Nodes.line(at), 0, what);
    }

    /** Line and column count from 1; 0 leaves them out. */
    void add(int line, int column, String what) {
        found.add(new Found(line, column, what));
    }

    List<Problem> list() {
        return found.stream()
                .sorted(Comparator.comparingInt(Found::line))
                .map(each -> new Problem(where(each.line, each.column), each.what))
                .toList();
    }

    private String where(int line, int column) {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    }
}
