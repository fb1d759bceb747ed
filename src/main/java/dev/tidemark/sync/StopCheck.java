package dev.tidemark.sync;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;

/** Checks whether a sync has to stop, because its program or route is being stopped. */
final class StopCheck {

    private StopCheck() {}

    /** Whether the program or the source's route is being stopped, or another process now leads the source. */
    static boolean isUnder(Exchange sync) {
        CamelContext context = sync.getContext();
        if (context.isStopping() || context.isStopped() || isRouteGone(sync)) {
            return true;
        }
        Route own = sync.getUnitOfWork() == null ? null : sync.getUnitOfWork().getRoute();
        if (own != null && own.getId().equals(sync.getFromRouteId()) && !isStopped(own.getConsumer()) && !isLed(own)) {
            // With a thousand routes, the lookup below costs more than a sync.
            return false;
        }
        // Camel creates the route of a leader-only source twice when it is added while others run, and starts one of
        // them.
        List<Route> same = context.getRoutes().stream()
                .filter(route -> route.getId().equals(sync.getFromRouteId()))
                .toList();
        return !same.isEmpty()
                && (same.stream().allMatch(route -> isStopped(route.getConsumer()))
                        || same.stream().anyMatch(StopCheck::isLedElsewhere));
    }

    /** Whether the source's route is being removed: its steps may then fail through no fault of the source. */
    static boolean isRouteGone(Exchange sync) {
        String id = sync.getFromRouteId();
        ServiceStatus status =
                id == null ? null : sync.getContext().getRouteController().getRouteStatus(id);
        return id != null && (status == null || status.isStopping() || status.isStopped());
    }

    private static boolean isStopped(Consumer timer) {
        return timer instanceof StatefulService service
                && (service.isSuspending() || service.isSuspended() || service.isStopping() || service.isStopped());
    }

    private static boolean isLed(Route route) {
        return route.getRoutePolicyList() != null
                && route.getRoutePolicyList().stream().anyMatch(ClusteredRoutePolicy.class::isInstance);
    }

    private static boolean isLedElsewhere(Route route) {
        return route.getRoutePolicyList() != null
                && route.getRoutePolicyList().stream()
                        .anyMatch(policy -> policy instanceof ClusteredRoutePolicy led && !led.isLeader());
    }
}
