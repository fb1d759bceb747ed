package dev.tidemark.cluster;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets the timer of each source run in one process only: the leader of the group with the source's name. The Kamelets are
 * the same with and without a cluster.
 */
final class LeaderOnlySources implements RoutePolicyFactory {

    private final CamelClusterService service;

    LeaderOnlySources(CamelClusterService service) {
        this.service = service;
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        String source = source(route);
        if (source == null) {
            return null;
        }
        try {
            ClusteredRoutePolicy policy = ClusteredRoutePolicy.forNamespace(service, source);
            policy.setCamelContext(context);
            return policy;
        } catch (Exception e) {
            throw new IllegalStateException("source " + source + " cannot join the cluster", e);
        }
    }

    /** The source whose timer starts a route; null when the route starts in another way, or needs no leader. */
    private static @Nullable String source(NamedNode route) {
        if (route instanceof RouteDefinition definition
                && Boolean.TRUE.equals(definition.isTemplate())
                && definition.getInput().getEndpointUri().startsWith("timer:")
                && definition.getTemplateParameters().get("source") instanceof String source) {
            // Where its ranges are handed out, every process has workers, and the source's lease decides who plans.
            return String.valueOf(definition.getTemplateParameters().getOrDefault("ranges", ""))
                            .isEmpty()
                    ? source
                    : null;
        }
        return null;
    }
}
