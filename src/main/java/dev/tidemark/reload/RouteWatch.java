package dev.tidemark.reload;

import dev.tidemark.route.RouteFiles;
import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the route files of a running program, from its {@link #start} to its {@link #close}. */
public final class RouteWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    /** A file that does not change for this time is completely written. */
    private static final long LOOK_MILLIS = 500;

    private static final long LAST_LOOK_MILLIS = 10_000;

    private final Path routes;
    private final Map<Path, byte[]> texts = new TreeMap<>();
    private volatile Runnable stop = () -> {};

    /** Records the files before they are read for the start: later changes will be loaded. */
    public RouteWatch(Path routes) {
        this.routes = routes;
        if (Files.isDirectory(routes)) {
            try {
                for (Path file : RouteFiles.in(routes)) {
                    texts.put(file, Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Starts watching.
     *
     * @param started the files that were read at the start; they may have changed since
     * @param check checks a file and returns its mistakes and content
     * @param context the context with the routes of the files
     */
    public void start(
            Map<Path, CheckedFile> started,
            Function<Path, CheckedFile> check,
            SourcesListener listener,
            CamelContext context) {
        List<RouteFile> loaded = new ArrayList<>();
        started.forEach((path, file) -> loaded.add(new RouteFile(path, texts.getOrDefault(path, new byte[0]), file)));
        HotEdit edits = new HotEdit(routes, check, new RunningFiles(loaded, new LiveRoutes(context), listener));
        ScheduledExecutorService clock =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RouteWatch");
        ScheduledFuture<?> unused =
                clock.scheduleWithFixedDelay(() -> look(edits), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info(
                "{}: changes are loaded automatically; those of {} and of the configuration require a restart",
                routes,
                routes.resolve("kamelets"));
        stop = () -> context.getExecutorServiceManager().shutdownGraceful(clock, LAST_LOOK_MILLIS);
    }

    private static void look(HotEdit edits) {
        try {
            edits.look();
        } catch (Exception e) {
            LOG.error("could not load a change of the routes; restart to be safe: {}", Failure.text(e));
        }
    }

    /** Waits for a change that is being loaded. */
    @Override
    public void close() {
        stop.run();
    }
}
