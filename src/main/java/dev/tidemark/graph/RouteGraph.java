package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a context, and how records flow through them. Camel notifies it of each new route, so that a sync does not
 * search all routes when it starts. Thread-safe.
 */
public final class RouteGraph extends LifecycleStrategySupport {

    private final CamelContext context;
    private final Map<String, Made> routes = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Version version;

    /** A route and its definition, which Camel does not keep while the route runs. */
    private record Made(Route route, RouteDefinition definition) {}

    /** The index of the routes, and how many changes it covers. */
    private record Version(long changes, RouteIndex index) {}

    private RouteGraph(CamelContext context) {
        this.context = context;
        this.version = new Version(0, new RouteIndex(context, List.of()));
    }

    /** The graph of a context, created on the first call: {@link RouteGuard} calls it before there are routes. */
    public static synchronized RouteGraph of(CamelContext context) {
        RouteGraph graph = context.getCamelContextExtension().getContextPlugin(RouteGraph.class);
        if (graph == null) {
            graph = new RouteGraph(context);
            context.getCamelContextExtension().addContextPlugin(RouteGraph.class, graph);
            context.addLifecycleStrategy(graph);
        }
        return graph;
    }

    /**
     * The sinks that the records of a source reach.
     *
     * @param source the id of its Kamelet's route; null when it is not in a route
     */
    public SinkReach reach(@Nullable String source) {
        return index().reach(source == null ? "" : source);
    }

    /** The beans of a type that the steps of a Kamelet call. */
    public <T> Stream<T> beans(KameletEndpoint kamelet, Class<T> type) {
        return index().consumers(kamelet).stream().flatMap(route -> route.beans(type));
    }

    /** All mistakes in the routes that can lose records, ordered by place. */
    public List<Problem> problems() {
        return index().problems();
    }

    /** Allowed but probably unintended parts of the routes, ordered by place. */
    public List<Problem> warnings() {
        return index().warnings();
    }

    @Override
    public void onRouteContextCreate(Route route) {
        if (route.getRoute() instanceof RouteDefinition definition) {
            routes.put(route.getRouteId(), new Made(route, definition));
        }
        changes.incrementAndGet();
    }

    @Override
    public void onRoutesAdd(Collection<Route> added) {
        changes.incrementAndGet();
    }

    @Override
    public void onRoutesRemove(Collection<Route> removed) {
        removed.forEach(route -> routes.computeIfPresent(
                route.getRouteId(), (id, made) -> made.route().equals(route) ? null : made));
        changes.incrementAndGet();
    }

    private RouteIndex index() {
        long now = changes.get();
        Version known = version;
        if (known.changes() != now) {
            known = new Version(
                    now,
                    new RouteIndex(
                            context,
                            routes.values().stream()
                                    .filter(made -> made.route().getProcessor() != null)
                                    .map(made -> new RunningRoute(made.route(), made.definition()))
                                    .toList()));
            version = known;
        }
        return known.index();
    }
}
