package dev.tidemark.observe;

import dev.tidemark.http.RequestListener;
import dev.tidemark.sync.SyncListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The sources in an application's own health checks and meters, as far as it has them: a check per source in Camel's
 * {@link HealthCheckRegistry}, and meters in the application's only {@link MeterRegistry}. Thread-safe.
 */
public final class ApplicationMonitoring implements AutoCloseable {

    private final StatusCache board;
    private final Map<String, WatchedSource> sources = new LinkedHashMap<>();
    private final @Nullable SourceChecks checks;
    private final @Nullable Metrics metrics;

    /** Finds what the application has, and lets its registry know of it. */
    public ApplicationMonitoring(CamelContext context, StatusReader reader) {
        this.board = new StatusCache(reader, InstantSource.system());
        this.checks = has(context, "org.apache.camel.impl.health.AbstractHealthCheck") ? checks(context, board) : null;
        this.metrics = has(context, "io.micrometer.core.instrument.MeterRegistry") ? metrics(context, board) : null;
    }

    private static boolean has(CamelContext context, String optional) {
        return context.getClassResolver().resolveClass(optional) != null;
    }

    private static @Nullable SourceChecks checks(CamelContext context, StatusCache board) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        return registry == null ? null : new SourceChecks(board, registry);
    }

    private static @Nullable Metrics metrics(CamelContext context, StatusCache board) {
        MeterRegistry registry = CamelContextHelper.findSingleByType(context, MeterRegistry.class);
        if (registry == null) {
            return null;
        }
        Metrics metrics = new Metrics(board, registry);
        context.getRegistry().bind("tidemark-metrics", SyncListener.class, metrics);
        context.getRegistry().bind("tidemark-requests", RequestListener.class, metrics);
        return metrics;
    }

    /** From now on it reports this source. One of a name that is known takes the other's place. */
    public synchronized void begin(WatchedSource source) {
        sources.put(source.name(), source);
        changed();
    }

    /** From now on it does not report the source of this name. */
    public synchronized void end(String name) {
        sources.remove(name);
        changed();
    }

    private void changed() {
        board.watch(sources.values());
        if (checks != null) {
            checks.watch(sources.keySet());
        }
        if (metrics != null) {
            metrics.watch(sources.keySet());
        }
    }

    @Override
    public void close() {
        board.close();
    }
}
