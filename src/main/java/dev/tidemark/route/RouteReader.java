package dev.tidemark.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds the sources among the routes of all files. */
final class RouteReader {
    private static final String SINK = "jdbc-upsert-sink";
    /** Their placeholders are parameters of their own. */
    private static final Set<String> TEMPLATES = Set.of("routeTemplate", "templatedRoute");

    private final KameletChecker checker;
    private final Placeholders placeholders;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> sourceNames = new HashMap<>();
    private final Map<String, String> routeIds = new HashMap<>();
    private final Set<String> kinds = new HashSet<>();

    RouteReader(KameletChecker checker, Placeholders placeholders) {
        this.checker = checker;
        this.placeholders = placeholders;
    }

    List<Source> sources() {
        return List.copyOf(sources);
    }

    Map<String, String> routeIds() {
        return routeIds;
    }

    Set<String> kinds() {
        return kinds;
    }

    void read(Node file, FileProblems problems) {
        for (Node item : Nodes.items(file)) {
            for (NodeTuple entry : Nodes.entries(item)) {
                String key = Nodes.key(entry);
                Node value = entry.getValueNode();
                kinds.add(key);
                if (key.equals("route") || key.equals("from")) {
                    readRoute(key.equals("route") ? value : item, problems);
                } else if (!TEMPLATES.contains(key)) {
                    KameletCall.in(key, value).forEach(call -> checker.check(call, problems));
                }
            }
        }
    }

    private void readRoute(Node route, FileProblems problems) {
        Node idNode = Nodes.value(route, "id");
        String id = id(idNode);
        if (id != null && idNode != null) {
            claim(routeIds, "the route id", id, idNode, problems);
        }
        Node from = Nodes.value(route, "from");
        KameletCall start = from == null ? null : KameletCall.at("from", from);
        KameletUse use = start == null ? null : checker.check(start, problems);
        Node steps = Nodes.value(from, "steps");
        List<KameletUse> sinks = uses(steps, problems).stream()
                .filter(each -> each.kamelet().equals(SINK))
                .toList();
        String strategy = use == null ? null : Strategies.of(use.kamelet());
        if (use == null || start == null || strategy == null) {
            return;
        }
        if (id == null || id.isBlank()) {
            problems.add(start.uri(), "the route of a source needs an id: `- route:` with `id: ...` above its `from:`");
        }
        if (KameletCall.isIdle(steps)) {
            problems.add(
                    start.uri(),
                    "the route of this source has no step, so what it reads would be written nowhere: give its `steps:`"
                            + " a `- to:` with `uri: kamelet:" + SINK + "` and the parameter `table`");
        }
        String name = use.parameters().get("source");
        if (name != null && !name.isBlank()) {
            claim(sourceNames, "the source name", name, start.uri(), problems);
            sources.add(new Source(name, strategy, id == null ? "" : id, use.file(), use.line(), use, sinks));
        }
    }

    private @Nullable String id(@Nullable Node node) {
        String written = Nodes.text(node);
        String resolved = written == null ? null : placeholders.resolve(written).text();
        return resolved == null ? written : resolved;
    }

    private List<KameletUse> uses(@Nullable Node steps, FileProblems problems) {
        if (steps == null) {
            return List.of();
        }
        return KameletCall.in("steps", steps).stream()
                .map(call -> checker.check(call, problems))
                .filter(Objects::nonNull)
                .toList();
    }

    private static void claim(Map<String, String> taken, String kind, String name, Node at, FileProblems problems) {
        String earlier = taken.putIfAbsent(name, problems.where(at));
        if (earlier != null) {
            problems.add(at, kind + " " + Shown.value(name) + " is taken by " + earlier + ": give this one another");
        }
    }
}
