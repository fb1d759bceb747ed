package dev.tidemark.route.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Helpers for YAML nodes, which keep their lines. */
public final class Nodes {
    private Nodes() {}

    /** The line, from 1. */
    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** The name of its file. */
    public static String file(Node node) {
        return node.getStartMark().map(Mark::getName).orElse("");
    }

    /** Its file and line. */
    public static String where(Node node) {
        return file(node) + ":" + line(node);
    }

    /** A text node at the position of another node. */
    public static Node scalar(String text, Node at) {
        return new ScalarNode(Tag.STR, true, text, ScalarStyle.DOUBLE_QUOTED, at.getStartMark(), at.getEndMark());
    }

    public static Node map(List<NodeTuple> entries, Node at) {
        return new MappingNode(Tag.MAP, true, entries, FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
    }

    public static Node list(List<Node> items, Node at) {
        return new SequenceNode(Tag.SEQ, true, items, FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
    }

    /** A copy of a map in which a key has this value; the key comes first. */
    public static Node with(Node map, String key, Node value) {
        NodeTuple entry = new NodeTuple(scalar(key, value), value);
        List<NodeTuple> entries = new ArrayList<>(entries(map));
        entries.removeIf(each -> key(each).equals(key));
        entries.add(0, entry);
        return map(entries, map);
    }

    public static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** The text of a scalar as written; null when there is none. */
    public static @Nullable String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !isNull(node) ? scalar.getValue() : null;
    }

    public static List<NodeTuple> entries(@Nullable Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    public static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    public static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    public static @Nullable Node value(@Nullable Node map, String key) {
        for (NodeTuple entry : entries(map)) {
            if (key(entry).equals(key)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    public static @Nullable String text(@Nullable Node map, String key) {
        return text(value(map, key));
    }
}
