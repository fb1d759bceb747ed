package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.yaml.TemplatedSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route that starts with a strategy Kamelet: one source to sync.
 *
 * @param name its {@code source} parameter, unique among all files when there are no problems
 * @param strategy how it finds new records: {@code keyset} for {@code incremental-keyset-source}
 * @param routeId the id of its route
 * @param from its strategy Kamelet
 * @param sinks every {@code jdbc-upsert-sink} in its steps, in order
 */
public record Source(
        String name, String strategy, String routeId, SourceOrigin origin, KameletUse from, List<KameletUse> sinks) {
    public Source {
        sinks = List.copyOf(sinks);
    }

    public String file() {
        return origin.file();
    }

    public int line() {
        return origin.line();
    }

    /** The source as messages name it when it is made from a template; null for a plain route. */
    public @Nullable TemplatedSource templated() {
        return origin.isTemplated() ? new TemplatedSource(name, file() + ":" + line()) : null;
    }
}
