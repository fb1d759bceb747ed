package dev.tidemark.observe;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What Camel's management server tells of the sources: a health check each, metrics, and a page. All of it is read from
 * the tables that {@code status} reads. Safe for use by many threads.
 */
public final class Monitoring implements AutoCloseable {

    private static final int WORKERS = 4;

    private final StatusCache board;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metrics metrics;
    private final Map<String, WatchedSource> sources = new LinkedHashMap<>();
    private @Nullable SourceChecks checks;

    /** One that reads by that reader. */
    public Monitoring(StatusReader reader, InstantSource clock) {
        this.board = new StatusCache(reader, clock);
        this.metrics = new Metrics(board, meters);
    }

    /** Makes known to a context what must stand in its registry before it starts. */
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

    /** From now on it tells of these sources, too. Those of a name that is known take the other's place. */
    public synchronized void begin(List<WatchedSource> more) {
        more.forEach(source -> sources.put(source.name(), source));
        changed();
    }

    /** From now on it does not tell of the sources of these names. */
    public synchronized void end(Collection<String> names) {
        sources.keySet().removeAll(names);
        changed();
    }

    private void changed() {
        board.watch(sources.values());
        metrics.watch(sources.keySet());
        check();
    }

    /**
     * Adds what is its own to the management server of a context that has started.
     *
     * @param hosts under which names it may be asked
     * @return the port on which that server listens; 0 when it does not
     */
    public synchronized int serve(CamelContext context, KnownHosts hosts) {
        checks = new SourceChecks(board, HealthCheckRegistry.get(context));
        check();
        ManagementHttpServer server = Objects.requireNonNull(context.hasService(ManagementHttpServer.class));
        new StatusPages(board, hosts).add(server.getRouter());
        return server.getRouter().getServer().getPort();
    }

    private void check() {
        if (checks != null) {
            checks.watch(sources.keySet());
        }
    }

    @Override
    public void close() {
        board.close();
        meters.close();
    }
}
