package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Copies a template's content with its parameters replaced by their values. Other placeholders remain. A parameter's value
 * keeps its own line, at which its mistakes are reported.
 */
final class Substitution {
    /** A placeholder, possibly optional or with a default. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:?]+)(?::[^{}]*)?}}");

    /** A value may contain placeholders that are also parameters, even itself. */
    private static final int MOST_ROUNDS = 10;

    private final Map<String, Node> given = new TreeMap<>();
    private final Map<String, Node> values = new TreeMap<>();
    private final @Nullable Node at;

    /** @param at the node at which a mistake in the template's own text is reported; null for its own position */
    Substitution(Map<String, Node> given, Map<String, Node> byDefault, @Nullable Node at) {
        byDefault.forEach((name, value) -> values.put(key(name), value));
        given.forEach((name, value) -> {
            this.given.put(key(name), value);
            values.put(key(name), value);
        });
        this.at = at;
    }

    /** A substitution with further values that no user provided. */
    Substitution and(Map<String, Node> more) {
        Substitution both = new Substitution(given, values, at);
        more.forEach((name, value) -> both.values.put(key(name), value));
        return both;
    }

    /** A copy of a node that shares nothing with the template. */
    Node apply(Node node) {
        if (node instanceof MappingNode) {
            return Nodes.map(Nodes.entries(node).stream().map(this::entry).toList(), place(node));
        }
        if (node instanceof SequenceNode) {
            return Nodes.list(Nodes.items(node).stream().map(this::apply).toList(), place(node));
        }
        return scalar((ScalarNode) node);
    }

    private NodeTuple entry(NodeTuple entry) {
        Node value = entry.getValueNode();
        Node own = value instanceof ScalarNode scalar ? firstGiven(scalar.getValue()) : null;
        return new NodeTuple(
                Nodes.scalar(Nodes.key(entry), own == null ? place(entry.getKeyNode()) : own), apply(value));
    }

    private Node scalar(ScalarNode node) {
        String text = node.getValue();
        Node own = firstGiven(text);
        Node place = own == null ? place(node) : own;
        String replaced = replaced(text);
        return replaced.equals(text)
                ? new ScalarNode(
                        node.getTag(), true, text, node.getScalarStyle(), place.getStartMark(), place.getEndMark())
                : Nodes.scalar(replaced, place);
    }

    private Node place(Node node) {
        return at == null ? node : at;
    }

    private @Nullable Node firstGiven(String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            Node value = given.get(key(placeholder.group(1)));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private String replaced(String text) {
        String now = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String before = now;
            now = PLACEHOLDER.matcher(before).replaceAll(found -> {
                Node value = values.get(key(found.group(1)));
                return Matcher.quoteReplacement(value == null ? found.group() : text(value));
            });
            if (now.equals(before)) {
                return now;
            }
        }
        return now;
    }

    private static String text(Node value) {
        String text = Nodes.text(value);
        return text == null ? "" : text;
    }

    /** Camel treats {@code page-size} and {@code pageSize} as the same parameter. */
    private static String key(String name) {
        return StringHelper.dashToCamelCase(name);
    }
}
