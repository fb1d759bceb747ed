package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletUse;
import java.util.List;

/**
 * A route that starts with a strategy Kamelet: one source to sync.
 *
 * @param name its {@code source} parameter, unique among all files when there are no problems
 * @param strategy how it finds new records: {@code keyset} for {@code incremental-keyset-source}
 * @param routeId the id of its route
 * @param file the route file
 * @param line the line of the route's Kamelet
 * @param from its strategy Kamelet
 * @param sinks every {@code jdbc-upsert-sink} in its steps, in order
 */
public record Source(
        String name, String strategy, String routeId, String file, int line, KameletUse from, List<KameletUse> sinks) {
    public Source {
        sinks = List.copyOf(sinks);
    }
}
