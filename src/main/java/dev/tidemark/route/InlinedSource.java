package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletDefinition;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Inlines the steps of a user's source Kamelet that wraps one of ours into the route. Camel silently drops the output of a
 * source Kamelet that starts with another source Kamelet.
 */
final class InlinedSource {
    private final Kamelets kamelets;
    private final KameletChecker checker;
    private final String id;
    private final List<Node> beans = new ArrayList<>();
    private boolean hasEnd;

    /** @param id the route's id */
    InlinedSource(Kamelets kamelets, KameletChecker checker, String id) {
        this.kamelets = kamelets;
        this.checker = checker;
        this.id = id;
    }

    /** The items that define the beans of its Kamelets. */
    List<Node> beans() {
        return List.copyOf(beans);
    }

    /**
     * The route that starts with the innermost source.
     *
     * @param problems receives a problem for a Kamelet without output
     */
    Node route(Node written, FileProblems problems) {
        Node route = written;
        Node from = Nodes.value(route, "from");
        KameletCall start = from == null ? null : KameletCall.at("from", from);
        KameletChecker.Checked checked = start == null ? null : checker.check(start, new FileProblems(""));
        while (checked != null && from != null && start != null) {
            KameletDefinition definition = kamelets.find(checked.use().kamelet());
            Node inside = definition == null ? null : definition.from();
            KameletCall first = inside == null ? null : KameletCall.at("from", inside);
            if (definition == null || inside == null || first == null || !checker.isKamelet(checked.inside(first))) {
                return route;
            }
            LocalBeans own = new LocalBeans(
                    Nodes.items(Nodes.value(definition.template(), "beans")), id + "-" + definition.name());
            Substitution parameters = checked.parameters().and(own.names());
            beans.addAll(own.items(parameters));
            hasEnd = false;
            Node steps = Nodes.value(from, "steps");
            from = withSteps(parameters.apply(inside), steps == null ? List.of() : Nodes.items(steps));
            if (!hasEnd) {
                problems.add(
                        start.uri(),
                        "the Kamelet " + SafeText.quoted(definition.name())
                                + " has no output: add a `- to:` with `uri: kamelet:sink` to its steps");
            }
            route = Nodes.with(withOptions(route, definition, parameters), "from", from);
            start = KameletCall.at("from", from);
            checked = start == null ? null : checker.check(start, new FileProblems(""));
        }
        return route;
    }

    /** The route with the options of the Kamelet's own route that it does not set itself. */
    private static Node withOptions(Node route, KameletDefinition definition, Substitution parameters) {
        Node all = route;
        for (NodeTuple option : Nodes.entries(Nodes.value(definition.template(), "route"))) {
            String key = Nodes.key(option);
            if (!key.equals("id") && Nodes.value(all, key) == null) {
                all = Nodes.with(all, key, parameters.apply(option.getValueNode()));
            }
        }
        return all;
    }

    /** The node with these steps in place of the Kamelet's end. */
    private Node withSteps(Node node, List<Node> steps) {
        List<Node> items = new ArrayList<>();
        for (Node item : Nodes.items(node)) {
            if (isEnd(item)) {
                hasEnd = true;
                items.addAll(steps);
            } else {
                items.add(withSteps(item, steps));
            }
        }
        if (!items.isEmpty()) {
            return Nodes.list(items, node);
        }
        List<NodeTuple> entries = Nodes.entries(node).stream()
                .map(entry -> new NodeTuple(entry.getKeyNode(), withSteps(entry.getValueNode(), steps)))
                .toList();
        return entries.isEmpty() ? node : Nodes.map(entries, node);
    }

    private static boolean isEnd(Node step) {
        @Nullable
        KameletCall call = Nodes.entries(step).stream()
                .filter(entry -> Nodes.key(entry).matches("to|kamelet"))
                .map(entry -> KameletCall.at(Nodes.key(entry), entry.getValueNode()))
                .findFirst()
                .orElse(null);
        return call != null && call.isOwnEnd();
    }
}
