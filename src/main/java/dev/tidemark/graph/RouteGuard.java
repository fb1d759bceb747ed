package dev.tidemark.graph;

import dev.tidemark.route.Problem;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Found by Camel on the class path: no context starts with routes that can lose a source's records. What is added to one
 * that runs is refused by each sync, before its first request.
 */
public final class RouteGuard implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        RouteGraph graph = RouteGraph.of(context);
        try {
            context.addStartupListener((StartupListener) (starting, isStarted) -> {
                if (!isStarted) {
                    requireSafety(starting, graph);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("routes cannot be checked when Camel starts", e);
        }
    }

    /** Here all routes are there, and none has begun. */
    private static void requireSafety(CamelContext context, RouteGraph graph) throws VetoCamelContextStartException {
        List<Problem> problems = graph.problems();
        if (!problems.isEmpty()) {
            throw new VetoCamelContextStartException(
                    String.join("; ", problems.stream().map(Problem::toString).toList()), context, true);
        }
    }
}
