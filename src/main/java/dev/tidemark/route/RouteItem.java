package dev.tidemark.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One item of the list that a route file is, as Camel gets it.
 *
 * @param node the item
 * @param beans items that belong to it
 * @param madeBy what made it of a template; null when it is written as it is
 */
record RouteItem(Node node, List<Node> beans, @Nullable Node madeBy) {}
