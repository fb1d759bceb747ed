package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.text.SafeText;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds the placeholders of a route file that have no value. */
final class PlaceholderCheck {
    /** Descriptive texts are not resolved. */
    private static final Set<String> LEFT_OUT = Set.of("description", "note");

    private final Placeholders placeholders;
    private final FileProblems problems;

    PlaceholderCheck(Placeholders placeholders, FileProblems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    void check(Node node) {
        String text = Nodes.text(node);
        if (text != null && Placeholders.isIn(text)) {
            placeholders
                    .resolve(text)
                    .faults()
                    .forEach(fault -> problems.add(node, SafeText.quoted(text) + ": " + fault));
        }
        for (NodeTuple entry : Nodes.entries(node)) {
            if (!LEFT_OUT.contains(Nodes.key(entry))) {
                check(entry.getValueNode());
            }
        }
        Nodes.items(node).forEach(this::check);
    }
}
