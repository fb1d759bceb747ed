package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Prevents a context from starting with routes that can lose a source's records. Camel finds it on the class path. In a
 * running context, each sync checks the routes before its first request.
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
            throw new IllegalStateException("cannot check the routes when Camel starts", e);
        }
    }

    /** At this point all routes exist, and none has started. */
    private static void requireSafety(CamelContext context, RouteGraph graph) throws VetoCamelContextStartException {
        List<Problem> problems = graph.problems();
        if (!problems.isEmpty()) {
            throw new VetoCamelContextStartException(
                    String.join("; ", problems.stream().map(Problem::toString).toList()), context, true);
        }
    }
}
