package dev.tidemark.context;

import dev.tidemark.observe.HealthSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Gives each source of an application its services from when its route is made until it is removed. Thread-safe. */
final class SourcePolicies implements RoutePolicyFactory, AutoCloseable {

    private static final String PERIOD = "60s";

    private final HealthSettings health;
    private final String stateName;
    private final @Nullable DataSource alone;
    private @Nullable SourceServices services;

    /** @param alone the configured database of the state by a connection of its own; null when it is the application's */
    SourcePolicies(HealthSettings health, String stateName, @Nullable DataSource alone) {
        this.health = health;
        this.stateName = stateName;
        this.alone = alone;
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
        String period = context.resolvePropertyPlaceholders(String.valueOf(parameters.getOrDefault("period", PERIOD)));
        String strategy = String.valueOf(parameters.getOrDefault("templateId", ""))
                .replaceFirst("^incremental-(.*)-source$", "$1");
        SourceServices all = services(context);
        all.begin(source, strategy, Duration.ofMillis(TimeUtils.toMilliSeconds(period)));
        return new RoutePolicySupport() {
            @Override
            public void onRemove(Route removed) {
                all.end(source);
            }
        };
    }

    /** Where this comes after a context has begun to make its routes, those that are there have no policy of this. */
    void catchUp(CamelContext context) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition definition : model == null ? List.<RouteDefinition>of() : model.getRouteDefinitions()) {
            createRoutePolicy(context, definition.getRouteId(), definition);
        }
    }

    private synchronized SourceServices services(CamelContext context) {
        SourceServices made = services;
        if (made == null) {
            made = new SourceServices(context, health, stateName, alone);
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
