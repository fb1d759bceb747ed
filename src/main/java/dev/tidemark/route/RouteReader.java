package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.kamelet.Strategies;
import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds the sources among the routes of all files. */
final class RouteReader {
    private static final String SINK = "jdbc-upsert-sink";
    private static final String SOURCE = "source";

    private final Kamelets kamelets;
    private final KameletChecker checker;
    private final Placeholders placeholders;
    private final AbsentParameters absent;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> sourceNames = new HashMap<>();
    private final Map<String, String> routeIds = new HashMap<>();

    RouteReader(Kamelets kamelets, KameletChecker checker, Placeholders placeholders) {
        this.kamelets = kamelets;
        this.checker = checker;
        this.placeholders = placeholders;
        this.absent = new AbsentParameters(placeholders);
    }

    List<Source> sources() {
        return List.copyOf(sources);
    }

    Map<String, String> routeIds() {
        return routeIds;
    }

    /** Reads one item of a file. An item has one key. */
    LoadedItem read(RouteItem item, FileProblems all) {
        FileProblems problems = all.of(item.templated());
        NodeTuple entry = Nodes.entries(item.node()).get(0);
        String key = Nodes.key(entry);
        Node value = entry.getValueNode();
        if (key.equals("route") || key.equals("from")) {
            return readRoute(key.equals("route") ? value : item.node(), item, problems);
        }
        if (key.equals("beans")) {
            new BeanCheck(problems).check(value);
        }
        KameletCall.in(key, value).forEach(call -> nested(problems).follow(call));
        return new LoadedItem(item.node(), item.beans(), null, item.templated());
    }

    /** Reads a route. A source has two names, its own and its route's id; when one is missing, the other is used. */
    private LoadedItem readRoute(Node declared, RouteItem item, FileProblems problems) {
        Node idNode = Nodes.value(declared, "id");
        Node route = idNode == null ? declared : withName(declared, idNode);
        Node from = Nodes.value(route, "from");
        KameletCall start = from == null ? null : KameletCall.at("from", from);
        NestedKamelets startUses = nested(problems);
        KameletUse use = start == null ? null : startUses.follow(start);
        Node steps = Nodes.value(from, "steps");
        NestedKamelets stepUses = nested(problems);
        if (steps != null) {
            KameletCall.in("steps", steps).forEach(stepUses::follow);
        }
        String strategy = use == null ? null : Strategies.of(use.kamelet());
        String id = id(idNode);
        if (use == null || start == null || strategy == null) {
            if (id != null && idNode != null) {
                claim(routeIds, "the route id", id, at(item, idNode), problems);
            }
            return loaded(route, item, null);
        }
        if (KameletCall.isIdle(steps)) {
            problems.add(
                    start.uri(),
                    "the route of this source has no step, so its records would not be written: add a `- to:` with"
                            + " `uri: kamelet:" + SINK + "` and the parameter `table` to its `steps:`");
        }
        String name = use.parameters().get(SOURCE);
        boolean named = name != null && !name.isBlank();
        String routeId = id == null || id.isBlank() ? name : id;
        if (idNode == null && named) {
            route = Nodes.with(route, "id", Nodes.scalar(String.valueOf(name), start.uri()));
        }
        if (routeId == null || routeId.isBlank()) {
            if (use.sound()) {
                problems.add(start.uri(), "the source has no name: set the parameter `source`, or the route's `id`");
            }
            return loaded(route, item, null);
        }
        if (!named) {
            claim(routeIds, "the route id", routeId, at(item, idNode == null ? start.uri() : idNode), problems);
            return loaded(route, item, null);
        }
        Node at = at(item, start.uri());
        boolean free = claim(sourceNames, "the source name", String.valueOf(name), at, problems);
        if (idNode != null || free) {
            claim(routeIds, "the route id", routeId, at(item, idNode == null ? start.uri() : idNode), problems);
        }
        List<KameletUse> sinks = new ArrayList<>(startUses.uses());
        sinks.addAll(stepUses.uses());
        sinks.removeIf(each -> !each.kamelet().equals(SINK));
        InlinedSource inlined = new InlinedSource(kamelets, checker, routeId);
        Node written = startUses.uses().size() > 1 ? inlined.route(route, problems) : route;
        SourceOrigin origin = new SourceOrigin(Nodes.file(at), Nodes.line(at), item.madeBy() != null);
        Source source = new Source(String.valueOf(name), strategy, routeId, origin, use, sinks);
        sources.add(source);
        List<Node> beans = new ArrayList<>(item.beans());
        beans.addAll(inlined.beans());
        return loaded(written, new RouteItem(item.node(), beans, item.madeBy(), item.templated()), source);
    }

    private LoadedItem loaded(Node route, RouteItem item, @Nullable Source source) {
        return new LoadedItem(
                Nodes.with(Nodes.map(List.of(), route), "route", absent.removeFrom(route)),
                item.beans(),
                source,
                item.templated());
    }

    /** The node at which a route's mistake is reported: many routes may share a template. */
    private static Node at(RouteItem item, Node own) {
        return item.madeBy() == null ? own : item.madeBy();
    }

    private Node withName(Node route, Node id) {
        Node from = Nodes.value(route, "from");
        KameletCall start = from == null ? null : KameletCall.at("from", from);
        String text = Nodes.text(id);
        if (start == null || from == null || text == null || text.isBlank() || !checker.lacks(start, SOURCE)) {
            return route;
        }
        Node parameters = start.parameters() == null ? Nodes.map(List.of(), from) : start.parameters();
        Node named = Nodes.with(from, "parameters", Nodes.with(parameters, SOURCE, Nodes.scalar(text, id)));
        KameletUse use = nested(new FileProblems("")).follow(new KameletCall("from", start.uri(), start.parameters()));
        return use != null && Strategies.of(use.kamelet()) != null ? Nodes.with(route, "from", named) : route;
    }

    private NestedKamelets nested(FileProblems problems) {
        return new NestedKamelets(kamelets, checker, placeholders, problems);
    }

    private @Nullable String id(@Nullable Node node) {
        String written = Nodes.text(node);
        String resolved = written == null ? null : placeholders.resolve(written).text();
        return resolved == null ? written : resolved;
    }

    private static boolean claim(Map<String, String> taken, String kind, String name, Node at, FileProblems problems) {
        String earlier = taken.putIfAbsent(name, Nodes.where(at));
        if (earlier != null) {
            problems.add(
                    at, kind + " " + SafeText.quoted(name) + " is already used by " + earlier + ": choose another");
        }
        return earlier == null;
    }
}
