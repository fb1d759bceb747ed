package dev.tidemark.context;

import dev.tidemark.schedule.Timing;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Gives each source of an application its services while its route exists. Thread-safe. */
final class SourcePolicies implements RoutePolicyFactory, AutoCloseable {

    /** The default for an application's own Kamelet that has no such parameter. */
    private static final Map<String, String> DEFAULTS = Map.of("period", "60s");

    private final SourceSettings settings;
    private @Nullable SourceServices services;

    SourcePolicies(SourceSettings settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        if (!(route instanceof RouteDefinition definition)
                || !Boolean.TRUE.equals(definition.isTemplate())
                || !definition.getInput().getEndpointUri().startsWith("timer:")
                || !(definition.getTemplateParameters().get("source") instanceof String named)) {
            return null;
        }
        Map<String, Object> parameters = definition.getTemplateParameters();
        String source = context.resolvePropertyPlaceholders(named);
        String strategy = String.valueOf(parameters.getOrDefault("templateId", ""))
                .replaceFirst("^incremental-(.*)-source$", "$1");
        SourceServices all = services(context);
        all.begin(source, strategy, timing(context, source, parameters));
        return new RoutePolicySupport() {
            @Override
            public void onRemove(Route removed) {
                all.end(source);
            }
        };
    }

    private static Timing timing(CamelContext context, String source, Map<String, Object> parameters) {
        try {
            return Timing.of(name -> {
                Object value = parameters.getOrDefault(name, DEFAULTS.get(name));
                return value == null ? null : context.resolvePropertyPlaceholders(String.valueOf(value));
            });
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("source " + source + ": " + e.getMessage(), e);
        }
    }

    /** Routes that were created before this policy factory was added do not have its policy. */
    void catchUp(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition definition : model == null ? List.<RouteDefinition>of() : model.getRouteDefinitions()) {
            createRoutePolicy(context, definition.getRouteId(), definition);
        }
    }

    private synchronized SourceServices services(CamelContext context) {
        SourceServices made = services;
        if (made == null) {
            made = new SourceServices(context, settings);
            services = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (services != null) {
            services.close();
        }
    }
}
