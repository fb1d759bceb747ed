package dev.tidemark.sync;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/** What a source's route does with a chunk. */
final class SourceRoute {

    private static final String ANYWHERE = "direct:";
    private static final String SINK = "kamelet:jdbc-upsert-sink";
    private static final String DEFAULT_KEY = "id";

    /** Where another route or Kamelet, and a sink in it, can be reached from. */
    private static final Set<String> TO_OTHER_ROUTES = Set.of("direct", "seda", "kamelet", "disruptor", "stub", "vm");

    /** Steps that find out only when they run where they send a chunk to. */
    private static final List<Class<?>> TO_ANYWHERE = List.of(
            DynamicRouterDefinition.class,
            EnrichDefinition.class,
            KameletDefinition.class,
            RecipientListDefinition.class,
            RoutingSlipDefinition.class,
            ToDynamicDefinition.class);

    private SourceRoute() {}

    /**
     * The addresses of the sink of ours that is the last step of the source's route, if no other step can reach one. Then the
     * checkpoint can stand in the sink's transaction; otherwise something could still fail after it.
     *
     * @return empty when that is not so, or the route is not found; several when the source has several routes
     */
    static List<String> sinks(CamelContext context, String source) {
        // Not the list of definitions, which may change while it is read: files are edited, the program stops.
        List<RouteDefinition> routes = context.getRoutes().stream()
                .map(route -> ((ModelCamelContext) context).getRouteDefinition(route.getId()))
                .filter(route -> route != null && isOf(context, route, source))
                .toList();
        return routes.stream().allMatch(route -> endsInSink(context, route))
                ? routes.stream().map(route -> last(context, route)).toList()
                : List.of();
    }

    /** The fields that make up the key of the table that the source's route ends in; empty when that is not to be seen. */
    static List<String> sinkKey(CamelContext context, String source) {
        List<String> sinks = sinks(context, source);
        if (sinks.size() != 1) {
            return List.of();
        }
        Object key = parameters(sinks.get(0)).getOrDefault("primaryKey", DEFAULT_KEY);
        return Stream.of(key.toString().split(",")).map(String::strip).toList();
    }

    private static Map<String, Object> parameters(String uri) {
        try {
            return URISupport.parseParameters(URI.create(UnsafeUriCharactersEncoder.encode(uri)));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the address of a sink cannot be read", e);
        }
    }

    private static String last(CamelContext context, RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        return uri(context, (ToDefinition) steps.get(steps.size() - 1));
    }

    private static boolean isOf(CamelContext context, RouteDefinition route, String source) {
        if (route.getInput() == null) {
            return false;
        }
        String uri = resolved(context, route.getInput().getEndpointUri());
        return uri.startsWith("kamelet:incremental-")
                && uri.matches(".*[?&]source=" + Pattern.quote(source) + "(&.*)?");
    }

    private static boolean endsInSink(CamelContext context, RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        long others = Stream.concat(
                        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDefinition.class).stream()
                                .filter(to -> TO_OTHER_ROUTES.contains(
                                        uri(context, to).replaceFirst(":.*", ""))),
                        TO_ANYWHERE.stream()
                                .flatMap(type -> ProcessorDefinitionHelper.filterTypeInOutputs(steps, type).stream()))
                .count();
        return others == 1
                && steps.get(steps.size() - 1) instanceof ToDefinition to
                && uri(context, to).startsWith(SINK);
    }

    private static String uri(CamelContext context, ToDefinition to) {
        return resolved(context, to.getEndpointUri());
    }

    /** A route made from a template has names that are known in there only: it may lead anywhere. */
    private static String resolved(CamelContext context, String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            return ANYWHERE;
        }
    }
}
