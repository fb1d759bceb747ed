package dev.tidemark.route;

import dev.tidemark.route.yaml.TemplatedSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One item of a route file's list, in the form for Camel.
 *
 * @param node the item
 * @param beans items that belong to it
 * @param madeBy the templated route that it was made from; null when it is a plain item
 * @param templated its source, when it was made from a template and its name is known
 */
record RouteItem(Node node, List<Node> beans, @Nullable Node madeBy, @Nullable TemplatedSource templated) {}
