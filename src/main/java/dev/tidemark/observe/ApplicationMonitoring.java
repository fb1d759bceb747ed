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
 * Adds the sources to an application's own health checks and meters, when it has them. Each source gets a check in Camel's
 * {@link HealthCheckRegistry}, and meters in the application's only {@link MeterRegistry}. Thread-safe.
 */
public final class ApplicationMonitoring implements AutoCloseable {

    private final StatusCache cache;
    private final Map<String, WatchedSource> sources = new LinkedHashMap<>();
    private final @Nullable SourceChecks checks;
    private final @Nullable Metrics metrics;

    /** Finds the application's registries, and binds the listeners for them. */
    public ApplicationMonitoring(CamelContext context, StatusReader reader) {
        this.cache = new StatusCache(reader, InstantSource.system());
        this.checks = has(context, "org.apache.camel.impl.health.AbstractHealthCheck") ? checks(context, cache) : null;
        this.metrics = has(context, "io.micrometer.core.instrument.MeterRegistry") ? metrics(context, cache) : null;
    }

    private static boolean has(CamelContext context, String optional) {
        return context.getClassResolver().resolveClass(optional) != null;
    }

    private static @Nullable SourceChecks checks(CamelContext context, StatusCache cache) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        return registry == null ? null : new SourceChecks(cache, registry);
    }

    private static @Nullable Metrics metrics(CamelContext context, StatusCache cache) {
        MeterRegistry registry = CamelContextHelper.findSingleByType(context, MeterRegistry.class);
        if (registry == null) {
            return null;
        }
        Metrics metrics = new Metrics(cache, registry);
        context.getRegistry().bind("tidemark-metrics", SyncListener.class, metrics);
        context.getRegistry().bind("tidemark-requests", RequestListener.class, metrics);
        return metrics;
    }

    /** Starts reporting a source. It replaces a source with the same name. */
    public synchronized void begin(WatchedSource source) {
        sources.put(source.name(), source);
        changed();
    }

    /** Stops reporting the source with this name. */
    public synchronized void end(String name) {
        sources.remove(name);
        changed();
    }

    private void changed() {
        cache.watch(sources.values());
        if (checks != null) {
            checks.watch(sources.keySet());
        }
        if (metrics != null) {
            metrics.watch(sources.keySet());
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
