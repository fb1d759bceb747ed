package dev.tidemark.graph;

import dev.tidemark.route.yaml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.jspecify.annotations.Nullable;

/** A snapshot of a context's routes, indexed by their first endpoint. Thread-safe. */
final class RouteIndex {

    private final CamelContext context;
    private final UndeclaredParameters parameters;
    private final Map<String, RunningRoute> routes = new HashMap<>();
    private final Map<String, List<RunningRoute>> consumers = new HashMap<>();
    private final Map<String, SinkReach> reaches = new ConcurrentHashMap<>();

    RouteIndex(CamelContext context, Collection<RunningRoute> running) {
        this.context = context;
        this.parameters = new UndeclaredParameters(context);
        for (RunningRoute route : running) {
            routes.put(route.id(), route);
            consumers
                    .computeIfAbsent(key(route.from()), key -> new ArrayList<>())
                    .add(route);
        }
    }

    Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** The routes that consume from an endpoint. */
    List<RunningRoute> consumers(Endpoint endpoint) {
        return consumers.getOrDefault(key(endpoint), List.of());
    }

    /** @param source the id of the route of a source Kamelet */
    SinkReach reach(String source) {
        return reaches.computeIfAbsent(source, id -> {
            RunningRoute route = routes.get(id);
            return new SinkWalk(this)
                    .follow(
                            route == null
                                    ? List.of()
                                    : consumers.getOrDefault(key(route.templateId(), route.id()), List.of()),
                            route == null ? null : cursorField(route));
        });
    }

    private static @Nullable String cursorField(RunningRoute source) {
        return source.beans(CursorSource.class)
                .map(CursorSource::cursorField)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** All mistakes that can lose records. */
    List<Problem> problems() {
        return routes.values().stream()
                .flatMap(route -> Stream.concat(
                        parameterProblems(route).stream(),
                        isSource(route) ? reach(route.id()).problems().stream() : Stream.empty()))
                .distinct()
                .sorted(Comparator.comparing(Problem::where))
                .toList();
    }

    /** Allowed but probably unintended parts of the routes. */
    List<Problem> warnings() {
        return routes.values().stream()
                .filter(this::isSource)
                .flatMap(route -> reach(route.id()).warnings().stream())
                .distinct()
                .sorted(Comparator.comparing(Problem::where))
                .toList();
    }

    /** Parameters in a route that our Kamelets do not declare. */
    List<Problem> parameterProblems(RunningRoute route) {
        return parameters.problems(route);
    }

    /** Whether a route is a source: one of our Kamelets that no step calls. */
    private boolean isSource(RunningRoute route) {
        return !route.isCalled() && parameters.isOurs(route.templateId());
    }

    private static String key(Endpoint endpoint) {
        return endpoint instanceof KameletEndpoint kamelet
                ? key(kamelet.getTemplateId(), kamelet.getRouteId())
                : endpoint.getEndpointBaseUri();
    }

    private static String key(String templateId, String routeId) {
        return "kamelet:" + templateId + "/" + routeId;
    }
}
