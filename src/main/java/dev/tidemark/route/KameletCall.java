package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A node of a route file that calls an endpoint, which may be a Kamelet.
 *
 * @param step the node's key: {@code from}, {@code to}, {@code wireTap}, ...
 * @param uri the scalar with the endpoint's URI, or with the bare name in a {@code kamelet} step
 * @param parameters the map of its parameters
 */
record KameletCall(String step, Node uri, @Nullable Node parameters) {
    private static final Set<String> SHORT = Set.of("from", "to", "toD", "wireTap", "poll", "kamelet");

    /** All calls in a step or a list of steps, in document order, without disabled steps. */
    static List<KameletCall> in(String key, Node node) {
        List<KameletCall> calls = new ArrayList<>();
        collect(key, node, calls);
        return calls;
    }

    private static void collect(String key, Node node, List<KameletCall> calls) {
        if (isDisabled(node)) {
            return;
        }
        KameletCall call = at(key, node);
        if (call != null) {
            calls.add(call);
        }
        for (NodeTuple entry : Nodes.entries(node)) {
            if (!Nodes.key(entry).equals("parameters")) {
                collect(Nodes.key(entry), entry.getValueNode(), calls);
            }
        }
        Nodes.items(node).forEach(item -> collect(key, item, calls));
    }

    /** Whether a list contains no enabled steps. */
    static boolean isIdle(@Nullable Node steps) {
        return Nodes.items(steps).stream()
                .flatMap(step -> Nodes.entries(step).stream())
                .allMatch(step -> isDisabled(step.getValueNode()));
    }

    private static boolean isDisabled(Node step) {
        return "true".equals(Nodes.text(step, "disabled"));
    }

    /** Whether it is the end of its own template, where the route that uses the Kamelet continues. */
    boolean isOwnEnd() {
        return String.valueOf(Nodes.text(uri)).matches("(kamelet:)?/*(source|sink)([?/].*)?");
    }

    /** The call of this node itself; null when there is none. */
    static @Nullable KameletCall at(String key, Node node) {
        if (Nodes.text(node) != null) {
            return SHORT.contains(key) ? new KameletCall(key, node, null) : null;
        }
        Node uri = Nodes.value(node, key.equals("kamelet") ? "name" : "uri");
        return uri == null || Nodes.text(uri) == null
                ? null
                : new KameletCall(key, uri, Nodes.value(node, "parameters"));
    }
}
