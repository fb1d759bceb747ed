package dev.tidemark.sync;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** What a source's route does with a chunk. */
final class SourceRoute {

    private static final String SINK = "kamelet:jdbc-upsert-sink";

    private SourceRoute() {}

    /**
     * Whether the last step of the source's route is its only sink of ours. Then the checkpoint can stand in the sink's
     * transaction; otherwise something could still fail after it.
     */
    static boolean endsInSink(CamelContext context, String source) {
        return ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .filter(route -> isOf(route, source))
                        .allMatch(SourceRoute::endsInSink);
    }

    private static boolean isOf(RouteDefinition route, String source) {
        String uri = route.getInput() == null ? "" : route.getInput().getEndpointUri();
        return uri.startsWith("kamelet:incremental-")
                && uri.matches(".*[?&]source=" + java.util.regex.Pattern.quote(source) + "(&.*)?");
    }

    private static boolean endsInSink(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        long sinks = ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDefinition.class).stream()
                .filter(SourceRoute::isSink)
                .count();
        return sinks == 1 && !steps.isEmpty() && isSink(steps.get(steps.size() - 1));
    }

    private static boolean isSink(ProcessorDefinition<?> step) {
        return step instanceof ToDefinition to && to.getEndpointUri().startsWith(SINK);
    }
}
