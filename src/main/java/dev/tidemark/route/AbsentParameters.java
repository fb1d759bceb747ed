package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Removes parameters that are optional placeholders without a value. Camel removes them too, but then encodes the endpoint's
 * other parameters once more.
 */
final class AbsentParameters {

    private final Placeholders placeholders;

    AbsentParameters(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** A copy without them. */
    Node removeFrom(Node node) {
        List<NodeTuple> entries = Nodes.entries(node);
        if (!entries.isEmpty()) {
            return Nodes.map(entries.stream().map(this::entry).toList(), node);
        }
        List<Node> items = Nodes.items(node);
        return items.isEmpty()
                ? node
                : Nodes.list(items.stream().map(this::removeFrom).toList(), node);
    }

    private NodeTuple entry(NodeTuple entry) {
        Node value = entry.getValueNode();
        List<NodeTuple> parameters = Nodes.entries(value);
        if (!Nodes.key(entry).equals("parameters") || parameters.isEmpty()) {
            return new NodeTuple(entry.getKeyNode(), removeFrom(value));
        }
        return new NodeTuple(
                entry.getKeyNode(),
                Nodes.map(
                        parameters.stream()
                                .filter(parameter -> !isAbsent(Nodes.text(parameter.getValueNode())))
                                .toList(),
                        value));
    }

    private boolean isAbsent(@Nullable String text) {
        return text != null
                && Placeholders.isIn(text)
                && placeholders.resolve(text).isAbsent();
    }
}
