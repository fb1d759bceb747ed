package dev.tidemark.reload;

import dev.tidemark.sync.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The routes of a running context, file by file. Camel's own reloading stops every route on each change. This class stops
 * only the routes of the changed file and those that their Kamelets created. Not thread-safe; confined to the watch's
 * thread.
 */
final class LiveRoutes {

    private static final String SCHEME = "file:";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ModelCamelContext context;

    LiveRoutes(CamelContext context) {
        this.context = (ModelCamelContext) context;
    }

    /**
     * Creates and starts the routes of a file that are in a part of it.
     *
     * @throws Exception when Camel cannot; none of the routes remains
     */
    void load(RouteFile file, FilePart part) throws Exception {
        if (file.loaded(part).length == 0) {
            return;
        }
        Set<String> before = ids();
        Collection<Endpoint> endpoints = List.copyOf(context.getEndpoints());
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromBytes(SCHEME + file.path(), file.loaded(part)));
        } catch (Exception e) {
            Set<String> made = ids();
            made.removeAll(before);
            removeWithKamelets(made);
            // Removes endpoints of routes that were not created: the next attempt would reuse them.
            for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
                if (!endpoints.contains(endpoint)) {
                    context.removeEndpoint(endpoint);
                }
            }
            throw e;
        }
    }

    /** Removes these routes, and everything that only they used. */
    void unload(FilePart part) throws Exception {
        removeWithKamelets(routes(part).stream().map(Route::getId).collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Prevents further syncs of these sources; a running sync ends after its chunk. Its steps must not be stopped
     * during the chunk, so the timers are only suspended.
     */
    void halt(FilePart part) {
        for (Route timer : timers(part)) {
            if (timer.getConsumer() instanceof StatefulService consumer && consumer.isStarted()) {
                consumer.suspend();
            }
        }
    }

    /** Resumes these sources; idle ones start at once. */
    void resume(FilePart part) {
        for (Route timer : timers(part)) {
            if (timer.getConsumer() instanceof StatefulService consumer
                    && (consumer.isSuspended() || consumer.isStarted())) {
                if (isAtRest(timer)) {
                    consumer.stop();
                    consumer.start();
                } else {
                    consumer.resume();
                }
            }
        }
    }

    /** Whether no sync of these sources is running. */
    boolean isAtRest(FilePart part) {
        return timers(part).stream().allMatch(this::isAtRest);
    }

    /** Waits until no sync is running, for a limited time. */
    void awaitRest(FilePart part) {
        Pause.until(() -> isAtRest(part), LONGEST_WAIT, context);
    }

    private boolean isAtRest(Route timer) {
        boolean fires = timer.getConsumer() instanceof TimerConsumer consumer && consumer.isPolling();
        return !fires && context.getInflightRepository().size(timer.getId()) == 0;
    }

    /**
     * The Kamelet routes at the start of these routes. Camel creates one twice when it runs on a cluster's leader and
     * is added at runtime.
     */
    private List<Route> timers(FilePart part) {
        Set<String> ids = routes(part).stream()
                .map(Route::getEndpoint)
                .filter(KameletEndpoint.class::isInstance)
                .map(endpoint -> ((KameletEndpoint) endpoint).getRouteId())
                .collect(Collectors.toSet());
        return context.getRoutes().stream()
                .filter(route -> ids.contains(route.getId()))
                .toList();
    }

    private List<Route> routes(FilePart part) {
        return context.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet()
                        && isOf(part.file(), route.getSourceResource())
                        && !part.kept().contains(route.getRouteId()))
                .toList();
    }

    private static boolean isOf(Path file, Resource resource) {
        return resource != null
                && resource.getLocation().startsWith(SCHEME)
                && Path.of(resource.getLocation().substring(SCHEME.length()))
                        .toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize());
    }

    /** Camel removes endpoints that no route uses any more, but not the routes that Kamelets created for them. */
    private void removeWithKamelets(Set<String> routes) throws Exception {
        Set<String> next = routes;
        while (!next.isEmpty()) {
            Set<String> unused = kamelets();
            for (String id : next) {
                remove(id);
            }
            unused.removeAll(kamelets());
            unused.retainAll(ids());
            next = unused;
        }
    }

    private void remove(String id) throws Exception {
        if (context.getRoute(id) != null) {
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
        }
        RouteDefinition definition = context.getRouteDefinition(id);
        if (definition != null) {
            context.removeRouteDefinition(definition);
        }
    }

    /** The ids of the routes that Kamelets created for the existing endpoints. */
    private Set<String> kamelets() {
        return context.getEndpoints().stream()
                .filter(KameletEndpoint.class::isInstance)
                .map(endpoint -> ((KameletEndpoint) endpoint).getRouteId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> ids() {
        Set<String> ids = context.getRoutes().stream().map(Route::getId).collect(Collectors.toCollection(TreeSet::new));
        context.getRouteDefinitions().forEach(route -> ids.add(route.getRouteId()));
        return ids;
    }
}
