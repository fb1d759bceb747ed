package dev.tidemark.observe;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The monitoring on Camel's management server: a health check per source, metrics, and a page. It reads the same tables as
 * {@code status}. Thread-safe.
 */
public final class Monitoring implements AutoCloseable {

    private static final int WORKERS = 4;

    private final StatusCache cache;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metrics metrics;
    private final WatchedSources sources = new WatchedSources();
    private @Nullable SourceChecks checks;

    /** Monitoring that reads the status with a reader. */
    public Monitoring(StatusReader reader, InstantSource clock) {
        this.cache = new StatusCache(reader, clock);
        this.metrics = new Metrics(cache, meters);
    }

    /** Binds the beans that a context's registry needs before it starts. */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        registry.accept("tidemark-metrics", metrics);
        registry.accept(
                "tidemark-vertx",
                new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(WORKERS)
                        .setInternalBlockingPoolSize(1)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false)));
    }

    /** Starts reporting sources. */
    public void begin(List<WatchedSource> first) {
        begin(first, WatchedSource::limits);
    }

    /**
     * Starts reporting further sources. A source replaces one with the same name.
     *
     * @param limits the present limits of a source that follows another
     */
    public synchronized void begin(List<WatchedSource> more, Function<WatchedSource, HealthLimits> limits) {
        sources.begin(more, limits);
        changed();
    }

    /** Stops reporting the sources with these names. */
    public synchronized void end(Collection<String> names) {
        sources.end(names);
        changed();
    }

    private void changed() {
        cache.watch(sources.all());
        metrics.watch(sources.names());
        check();
    }

    /**
     * Adds the health checks and pages to the management server of a started context.
     *
     * @param hosts the host names that requests may use
     * @return the port of that server; 0 when it does not listen
     */
    public synchronized int serve(CamelContext context, KnownHosts hosts) {
        checks = new SourceChecks(cache, HealthCheckRegistry.get(context));
        check();
        ManagementHttpServer server = Objects.requireNonNull(context.hasService(ManagementHttpServer.class));
        new StatusPages(cache, hosts).add(server.getRouter());
        return server.getRouter().getServer().getPort();
    }

    private void check() {
        if (checks != null) {
            checks.watch(sources.names());
        }
    }

    @Override
    public void close() {
        cache.close();
        meters.close();
    }
}
