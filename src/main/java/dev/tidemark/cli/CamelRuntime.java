package dev.tidemark.cli;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.http.Clients;
import dev.tidemark.observe.Monitoring;
import dev.tidemark.route.Source;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.ExchangeKeys;
import dev.tidemark.sync.HistoryWriter;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.spi.InflightRepository;
import org.jspecify.annotations.Nullable;

/** Camel Main with the chosen sources in it. */
final class CamelRuntime implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 8;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Main main;
    private final Project setup;
    private final Collection<Source> sources;
    private final Clients clients;
    private final Leases leases;
    private Runnable afterStart = () -> {};

    /**
     * Prepares sources to run; {@link #start} starts them.
     *
     * @param turns when the timers of the sources find them ready; null to sync each once
     */
    CamelRuntime(Project setup, Collection<Source> sources, @Nullable SyncSchedule turns, SyncOptions errand, SyncListener... listeners) {
        this(new Main(), setup, sources, turns, errand, listeners);
    }

    private CamelRuntime(
            Main main,
            Project setup,
            Collection<Source> sources,
            @Nullable SyncSchedule turns,
            SyncOptions errand,
            SyncListener... listeners) {
        this.main = main;
        this.setup = setup;
        this.sources = sources;
        Path routes = setup.routes();
        leases = setup.newLeases();
        main.setRoutesCollector(new CheckedRoutes(setup.texts(sources)));
        main.configure().setShutdownTimeout(SHUTDOWN_SECONDS);
        main.configure().setJmxEnabled(false);
        main.configure().setName("tidemark");
        main.setPropertyPlaceholderLocations("false");
        setup.settings().all().forEach(main::addInitialProperty);
        main.addOverrideProperty("camel.main.durationMaxMessages", "0");
        main.addOverrideProperty("camel.main.durationMaxSeconds", "0");
        main.addOverrideProperty("camel.main.durationMaxIdleSeconds", "0");
        main.addOverrideProperty("camel.component.http.automaticRetriesDisabled", "true");
        main.addOverrideProperty("camel.component.kamelet.location", kamelets(routes));
        main.addOverrideProperty("camel.mdc.enabled", "true");
        main.addOverrideProperty("camel.mdc.customProperties", ExchangeKeys.LOGGED);
        main.addOverrideProperty(Management.PREFIX + "enabled", "false");
        if (turns == null) {
            setup.repeatable()
                    .forEach(kamelet -> main.addOverrideProperty("camel.kamelet." + kamelet + ".repeatCount", "1"));
        }
        this.clients = setup.clients();
        setup.databases().bind(main::bind);
        clients.bind(main::bind);
        main.bind("tidemark-state", setup.states());
        for (int i = 0; i < listeners.length; i++) {
            main.bind("tidemark-listener-" + i, listeners[i]);
        }
        main.bind("tidemark-errand", errand);
        if (!errand.dryRun()) {
            main.bind("tidemark-history", new HistoryWriter(setup.history()));
            main.bind("tidemark-leases", leases);
            main.bind("tidemark-reject-expiry", setup.rejectExpiry());
        }
        if (turns != null) {
            main.bind("tidemark-turns", turns);
        }
        main.addMainListener(new ContextListener(context -> {
            letConfigurationWin(context);
            if (turns != null) {
                share(context, setup);
            }
        }));
    }

    /**
     * Serves health, metrics and the page from the start on; to be called before it.
     *
     * @param started gets the address
     */
    void serve(Management management, Monitoring observatory, Consumer<String> started) {
        if (!management.enabled()) {
            return;
        }
        management.properties().forEach(main::addOverrideProperty);
        observatory.bind(main::bind);
        afterStart = () -> {
            int port = observatory.serve(main.getCamelContext(), management.hosts());
            if (port == 0) {
                throw management.unavailable("it is taken");
            }
            started.accept(management.address(port));
        };
    }

    /** @throws UsageException when Camel cannot make the routes of what they say, with all that `check` says of them */
    void start() {
        try {
            main.start();
        } catch (RuntimeException e) {
            List<String> problems = tryRoutes(setup, sources).problems();
            throw new UsageException(
                    problems.isEmpty()
                            ? List.of("Camel cannot start the routes: " + EndpointText.masked(Explanation.of(e)))
                            : problems);
        }
        afterStart.run();
    }

    /** Makes the routes as a start does, and starts none of them. */
    static RouteTrial.Outcome tryRoutes(Project setup, Collection<Source> sources) {
        RouteTrial trial = new RouteTrial();
        try (CamelRuntime engine = new CamelRuntime(TrialContext.main(), setup, sources, null, SyncOptions.NONE)) {
            engine.main.addMainListener(new ContextListener(trial::prepare));
            engine.main.configure().setSourceLocationEnabled(true);
            engine.main.init();
            return trial.outcome(engine.context());
        } catch (RuntimeException e) {
            return new RouteTrial.Outcome(
                    List.of("Camel cannot read the routes: " + EndpointText.masked(Explanation.of(e))), List.of());
        }
    }

    /** The context with the routes. */
    CamelContext context() {
        return main.getCamelContext();
    }

    /** Waits until all that has told its end has left its route: when Camel stops, it looks but once a second. */
    void awaitIdle() {
        long start = System.nanoTime();
        while (!isIdle() && System.nanoTime() - start < IDLE_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isIdle() {
        InflightRepository inflight = context().getInflightRepository();
        return context().getRoutes().stream().allMatch(route -> inflight.size(route.getRouteId()) == 0);
    }

    /** Ends all requests at once, and stops after the chunks that are being written; waits for that. Does nothing the second time. */
    void stop() {
        clients.stop();
        main.stop();
    }

    @Override
    public void close() {
        stop();
        leases.close();
    }

    private static void share(CamelContext context, Project setup) {
        try {
            Cluster.join(context, setup.cluster());
        } catch (Exception e) {
            throw new IllegalStateException("the cluster cannot be joined: " + Explanation.of(e), e);
        }
    }

    /** The configuration that was checked is the one that holds: Camel would let the environment win over it. */
    static void letConfigurationWin(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
    }

    /** Where Camel finds Kamelets. */
    static String kamelets(Path routes) {
        Path own = routes.resolve("kamelets");
        return Files.isDirectory(own) ? "file:" + own + ",classpath:kamelets" : "classpath:kamelets";
    }
}
