package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The route templates of all files. This class, not Camel, makes routes from them: Camel accepts any parameter and does not
 * know lines. It cannot omit one such route, or replace it while others run.
 */
final class Templates {
    private static final String TEMPLATE = "routeTemplate";
    private static final String TEMPLATED = "templatedRoute";

    private final Map<String, Node> templates = new TreeMap<>();
    private final Placeholders placeholders;

    Templates(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** Whether a file has routes that are made from templates. */
    static boolean areUsedIn(Node document) {
        return Nodes.items(document).stream().anyMatch(item -> Nodes.value(item, TEMPLATED) != null);
    }

    /** The files with the templates that a file uses. */
    Set<Path> filesUsedIn(Node document) {
        return Nodes.items(document).stream()
                .map(item -> Nodes.value(item, TEMPLATED))
                .filter(Objects::nonNull)
                .map(this::nameIn)
                .filter(Objects::nonNull)
                .map(templates::get)
                .filter(Objects::nonNull)
                .map(template -> Path.of(Nodes.file(template)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The name of the template that a templated route uses. */
    private @Nullable String nameIn(Node templated) {
        String written = Nodes.text(Nodes.value(templated, "routeTemplateRef"));
        return written == null ? null : placeholders.resolve(written).text();
    }

    /** Collects the templates of a file. */
    void collect(Node document, FileProblems problems) {
        for (Node item : Nodes.items(document)) {
            Node template = Nodes.value(item, TEMPLATE);
            Node id = Nodes.value(template, "id");
            String name = Nodes.text(id);
            if (template == null || id == null || name == null) {
                continue;
            }
            Node earlier = templates.putIfAbsent(name, template);
            if (earlier != null) {
                problems.add(
                        id,
                        "the route template " + SafeText.quoted(name) + " already exists, in" + " "
                                + Nodes.where(earlier) + ": choose another id");
            }
        }
    }

    /** The items of a file, with templated routes expanded, and without the templates. */
    List<RouteItem> expand(Node document, FileProblems problems) {
        List<RouteItem> items = new ArrayList<>();
        for (Node item : Nodes.items(document)) {
            for (NodeTuple entry : Nodes.entries(item)) {
                if (Nodes.key(entry).equals(TEMPLATED)) {
                    make(entry.getValueNode(), problems, items);
                } else if (!Nodes.key(entry).equals(TEMPLATE)) {
                    items.add(new RouteItem(Nodes.map(List.of(entry), item), List.of(), null, null));
                }
            }
        }
        return items;
    }

    private void make(Node templated, FileProblems problems, List<RouteItem> items) {
        Node reference = Nodes.value(templated, "routeTemplateRef");
        String name = nameIn(templated);
        if (reference == null || name == null) {
            return;
        }
        Node template = templates.get(name);
        if (template == null) {
            problems.of(TemplatedRoute.source(TemplatedRoute.nameOf(templated), reference))
                    .add(
                            reference,
                            "unknown route template " + SafeText.quoted(name)
                                    + Suggestion.didYouMean(name, templates.keySet())
                                    + (templates.isEmpty()
                                            ? " (no file has a routeTemplate)"
                                            : " (known: " + SafeText.list(templates.keySet()) + ")"));
            return;
        }
        RouteItem made = new TemplatedRoute(template, templated, reference, placeholders).make(problems);
        if (made != null) {
            items.add(made);
        }
    }
}
