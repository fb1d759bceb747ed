package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/** The beans of a template. Each route that is made from it has its own. */
final class LocalBeans {
    private final List<Node> beans;
    private final String id;

    /** @param id the route's id */
    LocalBeans(List<Node> beans, String id) {
        this.beans = List.copyOf(beans);
        this.id = id;
    }

    /** The name that replaces the placeholder of each bean. */
    Map<String, Node> names() {
        Map<String, Node> names = new HashMap<>();
        beans.forEach(bean -> names.put(String.valueOf(Nodes.text(bean, "name")), name(bean)));
        return names;
    }

    /** The items that define the beans; empty when there are none. */
    List<Node> items(Substitution parameters) {
        return beans.stream()
                .map(bean -> Nodes.with(parameters.apply(bean), "name", name(bean)))
                .map(bean -> Nodes.with(Nodes.map(List.of(), bean), "beans", Nodes.list(List.of(bean), bean)))
                .toList();
    }

    private Node name(Node bean) {
        return Nodes.scalar(Nodes.text(bean, "name") + "-" + id, bean);
    }
}
