package dev.tidemark.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One item of a route file in the form in which Camel loads it.
 *
 * @param beans items that belong to it
 * @param source the source that it declares; null when it does not declare one
 */
record LoadedItem(Node node, List<Node> beans, @Nullable Source source) {}
