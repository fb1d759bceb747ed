package dev.tidemark.observe;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
public final class Observatory implements AutoCloseable {

    private static final int WORKERS = 4;

    private final Board board;
    private final Metrics metrics;
    private final Set<String> checked = new HashSet<>();
    private final Map<String, WatchedSource> sources = new LinkedHashMap<>();
    private @Nullable HealthCheckRegistry checks;

    /** One that reads by that reader. */
    public Observatory(StatusReader reader, InstantSource clock) {
        this.board = new Board(reader, clock);
        this.metrics = new Metrics(board);
    }

    /** Makes known to a context what must stand in its registry before it starts. */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept(MicrometerConstants.METRICS_REGISTRY_NAME, metrics.registry());
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
        checks = HealthCheckRegistry.get(context);
        check();
        ManagementHttpServer server = Objects.requireNonNull(context.hasService(ManagementHttpServer.class));
        new StatusPages(board, hosts).add(server.getRouter());
        return server.getRouter().getServer().getPort();
    }

    private void check() {
        HealthCheckRegistry registry = checks;
        if (registry == null) {
            return;
        }
        Set<String> names = sources.keySet();
        checked.removeIf(name -> !names.contains(name)
                && registry.getCheck("source:" + name).map(registry::unregister).orElse(true));
        for (String name : names) {
            if (checked.add(name)) {
                SourceHealth check = new SourceHealth(name, board);
                registry.register(check);
            }
        }
    }

    @Override
    public void close() {
        board.close();
        metrics.registry().close();
    }
}
