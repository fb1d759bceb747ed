package dev.tidemark.route;

import dev.tidemark.route.yaml.TemplatedSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One item of a route file in the form in which Camel loads it.
 *
 * @param beans items that belong to it
 * @param source the source that it declares; null when it does not declare one
 * @param templated the source when it was made from a template
 */
record LoadedItem(Node node, List<Node> beans, @Nullable Source source, @Nullable TemplatedSource templated) {}
