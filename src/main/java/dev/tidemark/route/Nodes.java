package dev.tidemark.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Short ways to look into YAML nodes, which keep their lines. */
final class Nodes {
    private Nodes() {}

    /** Counted from 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** The text of a scalar as written, or null when there is none. */
    static @Nullable String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !isNull(node) ? scalar.getValue() : null;
    }

    static List<NodeTuple> entries(@Nullable Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static @Nullable Node value(@Nullable Node map, String key) {
        for (NodeTuple entry : entries(map)) {
            if (key(entry).equals(key)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    static @Nullable String text(@Nullable Node map, String key) {
        return text(value(map, key));
    }
}
