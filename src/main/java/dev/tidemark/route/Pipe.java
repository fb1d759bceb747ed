package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A {@code Pipe} of Camel K, read as a route from its source through its steps to its sink. Camel's own reader encodes the
 * values of properties; this one keeps them as written.
 */
final class Pipe {
    static final String KIND = "Pipe";

    private static final String GROUP = "camel.apache.org/";
    private static final String VERSION = GROUP + "v1";

    /** Keys that only an operator reads. */
    private static final Set<String> OF_OPERATORS = Set.of("integration", "replicas", "serviceAccountName", "traits");

    private static final Set<String> PARTS = Set.of("source", "steps", "sink");
    private static final Set<String> KEYS = Set.of("ref", "uri", "properties");

    private final Node pipe;
    private final FileProblems problems;

    private Pipe(Node pipe, FileProblems problems) {
        this.pipe = pipe;
        this.problems = problems;
    }

    /** A list with one route; null after a problem was added. */
    static @Nullable Node read(Node pipe, FileProblems problems) {
        return new Pipe(pipe, problems).route();
    }

    private @Nullable Node route() {
        Node version = Nodes.value(pipe, "apiVersion");
        if (!VERSION.equals(Nodes.text(version))) {
            problems.add(
                    version == null ? pipe : version,
                    "the Pipe's `apiVersion` is "
                            + (Nodes.text(version) == null
                                    ? "missing"
                                    : SafeText.quoted(String.valueOf(Nodes.text(version))))
                            + ": it must be " + SafeText.quoted(VERSION));
            return null;
        }
        Node name = Nodes.value(Nodes.value(pipe, "metadata"), "name");
        if (name == null || Nodes.text(name) == null) {
            problems.add(pipe, "the Pipe has no `metadata.name`, which is the id of its route");
            return null;
        }
        Node spec = Nodes.value(pipe, "spec");
        Node source = Nodes.value(spec, "source");
        Node sink = Nodes.value(spec, "sink");
        if (spec == null || source == null || sink == null) {
            problems.add(spec == null ? pipe : spec, "the Pipe needs a `source` and a `sink` in its `spec`");
            return null;
        }
        for (NodeTuple entry : Nodes.entries(spec)) {
            String key = Nodes.key(entry);
            if (!PARTS.contains(key) && !OF_OPERATORS.contains(key)) {
                unsupported(entry, "spec", PARTS);
            }
        }
        Node from = endpoint(source, "source");
        List<Node> steps = new ArrayList<>();
        Nodes.items(Nodes.value(spec, "steps")).forEach(step -> steps.add(to(step, "step")));
        steps.add(to(sink, "sink"));
        Node route = Nodes.with(Nodes.map(List.of(), pipe), "from", Nodes.with(from, "steps", Nodes.list(steps, spec)));
        Node item = Nodes.with(Nodes.map(List.of(), pipe), "route", Nodes.with(route, "id", name));
        return Nodes.list(List.of(item), pipe);
    }

    private Node to(Node part, String what) {
        return Nodes.with(Nodes.map(List.of(), part), "to", endpoint(part, what));
    }

    private Node endpoint(Node part, String what) {
        for (NodeTuple entry : Nodes.entries(part)) {
            if (!KEYS.contains(Nodes.key(entry))) {
                unsupported(entry, what, KEYS);
            }
        }
        Node endpoint = Nodes.map(List.of(), part);
        Node properties = Nodes.value(part, "properties");
        if (properties != null && !Nodes.isNull(properties)) {
            endpoint = Nodes.with(
                    endpoint,
                    "parameters",
                    Nodes.map(
                            Nodes.entries(properties).stream().map(this::whole).toList(), properties));
        }
        return Nodes.with(endpoint, "uri", uri(part, what));
    }

    private Node uri(Node part, String what) {
        Node ref = Nodes.value(part, "ref");
        Node uri = Nodes.value(part, "uri");
        Node name = Nodes.value(ref, "name");
        if (ref == null && uri != null && Nodes.text(uri) != null) {
            return uri;
        }
        Node kind = Nodes.value(ref, "kind");
        if (name == null || Nodes.text(name) == null || !"Kamelet".equals(Nodes.text(kind))) {
            problems.add(
                    kind == null ? part : kind,
                    "the Pipe's " + what + " must be a `ref` with `kind: Kamelet` and a `name`, or a `uri`");
            return Nodes.scalar("", part);
        }
        return Nodes.scalar("kamelet:" + Nodes.text(name), name);
    }

    /** Camel would cut a value at the first {@code &}. */
    private NodeTuple whole(NodeTuple property) {
        String text = Nodes.text(property.getValueNode());
        if (text == null || !text.contains("&") || text.matches("(?s)RAW(\\(.*\\)|\\{.*})")) {
            return property;
        }
        if (text.contains(")&") && text.contains("}&")) {
            problems.add(
                    property.getKeyNode(),
                    "the property " + SafeText.quoted(Nodes.key(property))
                            + " has a `)&` and a `}&`, where Camel would cut it off: move the value to the"
                            + " configuration, and use a placeholder here");
        }
        String raw = text.contains(")&") ? "RAW{" + text + "}" : "RAW(" + text + ")";
        return new NodeTuple(property.getKeyNode(), Nodes.scalar(raw, property.getValueNode()));
    }

    private void unsupported(NodeTuple entry, String what, Set<String> known) {
        problems.add(
                entry.getKeyNode(),
                "the key " + SafeText.quoted(Nodes.key(entry)) + " of the Pipe's " + what
                        + " is not supported here: remove it, or write a route (known: " + SafeText.list(known) + ")");
    }
}
