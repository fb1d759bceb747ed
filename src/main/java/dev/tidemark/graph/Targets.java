package dev.tidemark.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.kamelet.KameletProcessor;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.processor.SendDynamicProcessor;
import org.apache.camel.processor.WireTapProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Where a step sends records.
 *
 * @param endpoints those that can be told now
 * @param sinks how many more sinks of ours there are, whose endpoints Camel makes with the first record
 * @param open whether there may be others
 * @param unknown whether any target is known only at run time
 */
record Targets(List<Endpoint> endpoints, int sinks, boolean open, boolean unknown) {

    /** Where other steps of the context, and a sink among them, can be reached from. */
    private static final Set<String> TO_OTHER_STEPS =
            Set.of("direct", "kamelet", "seda", "disruptor", "disruptor-vm", "vm", "stub");

    private static final Targets NONE = new Targets(List.of(), 0, false, false);
    private static final Targets ANY = new Targets(List.of(), 0, true, true);

    static Targets of(ProcessorDefinition<?> step, @Nullable Processor processor, CamelContext context) {
        if (step instanceof ToDefinition to) {
            return processor instanceof EndpointAware aware
                    ? new Targets(List.of(aware.getEndpoint()), 0, false, false)
                    : of(context, to.getEndpointUri());
        } else if (step instanceof KameletDefinition kamelet) {
            String name = processor instanceof KameletProcessor made ? made.getName() : kamelet.getName();
            return of(context, "kamelet://" + name);
        } else if (step instanceof ToDynamicDefinition to) {
            return of(
                    context,
                    processor instanceof SendDynamicProcessor made
                            ? made.getUri()
                            : processor instanceof WireTapProcessor made ? made.getUri() : to.getUri());
        } else if (step instanceof RecipientListDefinition<?>
                || step instanceof RoutingSlipDefinition<?>
                || step instanceof DynamicRouterDefinition<?>
                || step instanceof EnrichDefinition) {
            return ((ExpressionNode) step).getExpression() instanceof ConstantExpression list
                    ? of(context, list.getExpression().split(","))
                    : ANY;
        }
        return NONE;
    }

    private static Targets of(CamelContext context, String... uris) {
        List<Endpoint> endpoints = new ArrayList<>();
        int sinks = 0;
        boolean open = false;
        boolean unknown = false;
        for (String uri : uris) {
            Endpoint endpoint = find(context, uri.strip());
            if (endpoint != null) {
                endpoints.add(endpoint);
            } else if (isSink(uri.strip())) {
                sinks++;
            } else {
                open = open || mayLeadOn(uri.strip());
                unknown = true;
            }
        }
        return new Targets(endpoints, sinks, open, unknown);
    }

    private static @Nullable Endpoint find(CamelContext context, String uri) {
        try {
            return context.hasEndpoint(context.resolvePropertyPlaceholders(uri));
        } catch (IllegalArgumentException | ResolveEndpointFailedException e) {
            // It has names that only its own template or a record knows.
            return null;
        }
    }

    private static boolean isSink(String uri) {
        return Stream.of("kamelet:", "kamelet://")
                .anyMatch(scheme -> uri.matches(scheme + SinkWalk.SINK + "([/?].*)?"));
    }

    private static boolean mayLeadOn(String uri) {
        String scheme = uri.replaceFirst(":.*", "");
        return TO_OTHER_STEPS.contains(scheme) || scheme.contains("$") || scheme.contains("{");
    }
}
