package dev.tidemark.graph;

import org.apache.camel.LineNumberAware;
import org.apache.camel.model.RouteDefinition;

/** Where a step is defined, for messages. */
public final class Place {

    private Place() {}

    /** The file and line of a step, or of its route, when Camel kept them; otherwise the route's id. */
    public static String of(RouteDefinition route, LineNumberAware step) {
        LineNumberAware known = isKnown(step) ? step : route;
        return isKnown(known)
                ? known.getLocation().replaceFirst("^file:(//)?", "") + ":" + known.getLineNumber()
                : "route `" + route.getRouteId() + "`";
    }

    private static boolean isKnown(LineNumberAware node) {
        return node.getLocation() != null && node.getLineNumber() > 0;
    }
}
