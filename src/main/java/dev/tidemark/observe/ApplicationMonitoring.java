package dev.tidemark.observe;

import dev.tidemark.http.RequestListener;
import dev.tidemark.sync.SyncListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
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
    private final WatchedSources sources = new WatchedSources();
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

    /**
     * Starts reporting a source. It replaces a source with the same name.
     *
     * @param limits the present limits of a source that follows another
     */
    public synchronized void begin(WatchedSource source, Function<WatchedSource, HealthLimits> limits) {
        sources.begin(List.of(source), limits);
        changed();
    }

    /** Stops reporting the source with this name. */
    public synchronized void end(String name) {
        sources.end(List.of(name));
        changed();
    }

    private void changed() {
        cache.watch(sources.all());
        if (checks != null) {
            checks.watch(sources.names());
        }
        if (metrics != null) {
            metrics.watch(sources.names());
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
