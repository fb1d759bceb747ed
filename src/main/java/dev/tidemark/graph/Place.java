package dev.tidemark.graph;

import org.apache.camel.LineNumberAware;
import org.apache.camel.model.RouteDefinition;

/** Where something is written, for the person who is to change it. */
public final class Place {

    private Place() {}

    /** File and line of a step, or of its route, as far as Camel kept them; else the route's id. */
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
