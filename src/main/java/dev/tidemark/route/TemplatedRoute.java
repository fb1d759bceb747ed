package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.route.yaml.TemplatedSource;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** One route that is made from a template. */
final class TemplatedRoute {
    /** The names of parameters whose values are not shown. */
    private static final String SECRET = "(?i).*(pass|secret|token|key|auth|credential).*";

    private final Node template;
    private final Node templated;
    private final Node reference;
    private final Placeholders placeholders;
    private final Map<String, Node> given = new TreeMap<>();
    private final Map<String, Node> byDefault = new TreeMap<>();

    /** @param reference names the template; missing parameters are reported there */
    TemplatedRoute(Node template, Node templated, Node reference, Placeholders placeholders) {
        this.template = template;
        this.templated = templated;
        this.reference = reference;
        this.placeholders = placeholders;
        for (Node parameter : Nodes.items(Nodes.value(template, "parameters"))) {
            Node value = Nodes.value(parameter, "defaultValue");
            if (value != null) {
                byDefault.put(String.valueOf(Nodes.text(parameter, "name")), value);
            }
        }
        for (Node parameter : Nodes.items(Nodes.value(templated, "parameters"))) {
            Node value = Nodes.value(parameter, "value");
            if (value != null) {
                given.putIfAbsent(String.valueOf(Nodes.text(parameter, "name")), value);
            }
        }
    }

    /** A source for messages; null without a name. */
    static @Nullable TemplatedSource source(@Nullable String name, Node reference) {
        return name == null ? null : new TemplatedSource(name, Nodes.where(reference));
    }

    /** What names a templated route whose source is unknown: its id, otherwise its first parameter. */
    static @Nullable String nameOf(Node templated) {
        String id = Nodes.text(templated, "routeId");
        return id != null
                ? id
                : Nodes.items(Nodes.value(templated, "parameters")).stream()
                        .filter(parameter ->
                                !String.valueOf(Nodes.text(parameter, "name")).matches(SECRET))
                        .map(parameter -> Nodes.text(parameter, "name") + "=" + Nodes.text(parameter, "value"))
                        .findFirst()
                        .orElse(null);
    }

    /** The route, with its own beans; null after a problem was added. */
    @Nullable
    RouteItem make(FileProblems all) {
        TemplatedSource source = source(name(), reference);
        FileProblems problems = all.of(source);
        if (!checkParameters(problems)) {
            return null;
        }
        Node id = id();
        List<Node> beans = Stream.of(template, templated)
                .flatMap(each -> Nodes.items(Nodes.value(each, "beans")).stream())
                .toList();
        if (!beans.isEmpty() && id == null) {
            problems.add(reference, "the route needs a `routeId`, because its template has beans");
            return null;
        }
        LocalBeans own = new LocalBeans(beans, String.valueOf(Nodes.text(id)));
        Substitution parameters = new Substitution(given, byDefault, null).and(own.names());
        Node route = Nodes.map(
                body().stream()
                        .map(entry -> new NodeTuple(entry.getKeyNode(), parameters.apply(entry.getValueNode())))
                        .toList(),
                reference);
        Node prefix = Nodes.value(templated, "prefixId");
        if (prefix != null || id != null) {
            // Steps with ids occur in each route of the template.
            route = Nodes.with(route, "nodePrefixId", prefix == null ? Objects.requireNonNull(id) : prefix);
        }
        route = id == null ? route : Nodes.with(route, "id", id);
        return new RouteItem(
                Nodes.with(Nodes.map(List.of(), reference), "route", route), own.items(parameters), reference, source);
    }

    private List<NodeTuple> body() {
        Node route = Nodes.value(template, "route");
        List<NodeTuple> entries = new ArrayList<>(Nodes.entries(route == null ? template : route));
        entries.removeIf(entry -> route == null
                ? !Nodes.key(entry).equals("from")
                : Nodes.key(entry).equals("id"));
        return entries;
    }

    /** The route's id, otherwise the name of its source, with placeholders replaced. */
    private @Nullable Node id() {
        Node own = Nodes.value(templated, "routeId");
        if (own == null) {
            own = source();
        }
        String text = Nodes.text(own);
        String resolved = text == null ? null : placeholders.resolve(text).text();
        return own == null || resolved == null ? own : Nodes.scalar(resolved, own);
    }

    /** The parameter {@code source} of the template, with the values of this route. */
    private @Nullable Node source() {
        Node route = Nodes.value(template, "route");
        Node from = Nodes.value(route == null ? template : route, "from");
        Node source = Nodes.value(Nodes.value(from, "parameters"), "source");
        return source == null ? null : new Substitution(given, byDefault, null).apply(source);
    }

    /** The name of its source, otherwise what else names it. */
    private @Nullable String name() {
        Node source = source();
        String text = Nodes.text(source == null ? id() : source);
        String resolved = text == null ? null : placeholders.resolve(text).text();
        return resolved == null ? nameOf(templated) : resolved;
    }

    private boolean checkParameters(FileProblems problems) {
        Set<String> required = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (Node parameter : Nodes.items(Nodes.value(template, "parameters"))) {
            String name = String.valueOf(Nodes.text(parameter, "name"));
            known.add(name);
            if (!byDefault.containsKey(name) && !"false".equals(Nodes.text(parameter, "required"))) {
                required.add(name);
            }
        }
        boolean sound = true;
        Set<String> named = new HashSet<>();
        for (Node parameter : Nodes.items(Nodes.value(templated, "parameters"))) {
            Node name = Nodes.value(parameter, "name");
            if (Nodes.text(name) == null || Nodes.value(parameter, "value") == null) {
                // The schema check reports it.
                sound = false;
            } else {
                sound &= checkParameter(Objects.requireNonNull(name), known, named, required, problems);
            }
        }
        for (String name : required) {
            if (!named.contains(name)) {
                problems.add(reference, template() + " needs the parameter " + SafeText.quoted(name));
                sound = false;
            }
        }
        return sound;
    }

    private boolean checkParameter(
            Node nameNode, Set<String> known, Set<String> named, Set<String> required, FileProblems problems) {
        String name = String.valueOf(Nodes.text(nameNode));
        if (!known.contains(name)) {
            Suggestion.closest(name, known).ifPresent(required::remove);
            problems.add(
                    nameNode,
                    template() + " has no parameter " + SafeText.quoted(name) + Suggestion.didYouMean(name, known)
                            + " (known: " + SafeText.list(known) + ")");
            return false;
        }
        if (!named.add(name)) {
            problems.add(nameNode, "the parameter " + SafeText.quoted(name) + " is set twice: keep one of them");
            return false;
        }
        return true;
    }

    private String template() {
        return "the route template " + SafeText.quoted(String.valueOf(Nodes.text(template, "id")));
    }
}
