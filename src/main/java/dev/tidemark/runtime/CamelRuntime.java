package dev.tidemark.runtime;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.config.Management;
import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.observe.Monitoring;
import dev.tidemark.route.Source;
import dev.tidemark.sync.ExchangeKeys;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.HistoryWriter;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.Pause;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.text.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.spi.InflightRepository;
import org.jspecify.annotations.Nullable;

/** Camel Main with the chosen sources. */
public final class CamelRuntime implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 8;

    private final Main main;
    private final Project project;
    private final Collection<Source> sources;
    private final Clients clients;
    private final Leases leases;
    private Runnable afterStart = () -> {};

    /**
     * Prepares sources to run; {@link #start} starts them.
     *
     * @param schedule decides when the sources are due; null to sync each once
     */
    public CamelRuntime(
            Project project,
            Collection<Source> sources,
            @Nullable SyncSchedule schedule,
            SyncOptions options,
            SyncListener... listeners) {
        this(new Main(), project, sources, schedule, options, listeners);
    }

    private CamelRuntime(
            Main main,
            Project project,
            Collection<Source> sources,
            @Nullable SyncSchedule schedule,
            SyncOptions options,
            SyncListener... listeners) {
        this.main = main;
        this.project = project;
        this.sources = sources;
        Path routes = project.routes();
        leases = project.tables().newLeases();
        main.setRoutesCollector(new CheckedRoutes(project.texts(sources)));
        main.configure().setShutdownTimeout(SHUTDOWN_SECONDS);
        main.configure().setJmxEnabled(false);
        main.configure().setName("tidemark");
        main.setPropertyPlaceholderLocations("false");
        project.settings().all().forEach(main::addInitialProperty);
        main.addOverrideProperty("camel.main.durationMaxMessages", "0");
        main.addOverrideProperty("camel.main.durationMaxSeconds", "0");
        main.addOverrideProperty("camel.main.durationMaxIdleSeconds", "0");
        main.addOverrideProperty("camel.component.http.automaticRetriesDisabled", "true");
        main.addOverrideProperty("camel.component.kamelet.location", kamelets(routes));
        main.addOverrideProperty("camel.mdc.enabled", "true");
        main.addOverrideProperty("camel.mdc.customProperties", ExchangeKeys.LOGGED);
        main.addOverrideProperty(Management.PREFIX + "enabled", "false");
        if (schedule == null) {
            project.repeatable()
                    .forEach(kamelet -> main.addOverrideProperty("camel.kamelet." + kamelet + ".repeatCount", "1"));
        }
        this.clients = project.config().clients();
        project.config().databases().bind(main::bind);
        clients.bind(main::bind);
        main.bind("tidemark-state", project.tables().states());
        for (int i = 0; i < listeners.length; i++) {
            main.bind("tidemark-listener-" + i, listeners[i]);
        }
        main.bind("tidemark-sync-options", options);
        if (!options.dryRun()) {
            main.bind("tidemark-history", new HistoryWriter(project.tables().history()));
            main.bind("tidemark-leases", leases);
            main.bind("tidemark-reject-expiry", project.tables().rejectExpiry());
        }
        if (schedule != null) {
            main.bind("tidemark-schedule", schedule);
        }
        main.addMainListener(new ContextListener(context -> {
            letConfigurationWin(context);
            if (schedule != null) {
                share(context, project);
            }
        }));
    }

    /**
     * Serves health, metrics and the page after the start. Must be called before {@link #start}.
     *
     * @param started receives the address
     */
    public void serve(Management management, Monitoring monitoring, Consumer<String> started) {
        if (!management.enabled()) {
            return;
        }
        management.properties().forEach(main::addOverrideProperty);
        monitoring.bind(main::bind);
        afterStart = () -> {
            int port = monitoring.serve(main.getCamelContext(), management.hosts());
            if (port == 0) {
                throw management.unavailable("it is in use");
            }
            started.accept(management.address(port));
        };
    }

    /** @throws UsageException when Camel cannot create the routes, with all problems that `check` reports */
    public void start() {
        try {
            main.start();
        } catch (RuntimeException e) {
            List<String> problems = tryRoutes(project, sources).problems();
            throw new UsageException(
                    problems.isEmpty()
                            ? List.of("Camel cannot start the routes: " + SafeText.withoutOptions(Failure.innermost(e)))
                            : problems);
        }
        afterStart.run();
    }

    /** Creates the routes as a start does, without starting them. */
    public static RouteTrial.Outcome tryRoutes(Project project, Collection<Source> sources) {
        RouteTrial trial = new RouteTrial(project.files().lines(sources));
        try (CamelRuntime runtime = new CamelRuntime(TrialContext.main(), project, sources, null, SyncOptions.NONE)) {
            runtime.main.addMainListener(new ContextListener(trial::prepare));
            runtime.main.configure().setSourceLocationEnabled(true);
            runtime.main.init();
            return trial.outcome(runtime.context());
        } catch (RuntimeException e) {
            return new RouteTrial.Outcome(
                    List.of("Camel cannot read the routes: " + SafeText.withoutOptions(Failure.innermost(e))),
                    List.of());
        }
    }

    /** The context with the routes. */
    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Waits until all finished syncs have left their routes: when Camel stops, it polls only once a second. */
    void awaitIdle() {
        Pause.until(this::isIdle, Duration.ofSeconds(SHUTDOWN_SECONDS), context());
    }

    private boolean isIdle() {
        InflightRepository inflight = context().getInflightRepository();
        return context().getRoutes().stream().allMatch(route -> inflight.size(route.getRouteId()) == 0);
    }

    /** Aborts all requests, stops after the current chunks, and waits for that. Further calls have no effect. */
    public void stop() {
        clients.stop();
        main.stop();
    }

    @Override
    public void close() {
        stop();
        leases.close();
    }

    private static void share(CamelContext context, Project project) {
        try {
            Cluster.join(context, project.config().cluster());
        } catch (Exception e) {
            throw new IllegalStateException("cannot join the cluster: " + Failure.innermost(e), e);
        }
    }

    /** Makes the checked configuration take precedence: by default, Camel prefers the environment. */
    public static void letConfigurationWin(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
    }

    /** The locations in which Camel finds Kamelets. */
    public static String kamelets(Path routes) {
        Path own = routes.resolve("kamelets");
        return Files.isDirectory(own) ? "file:" + own + ",classpath:kamelets" : "classpath:kamelets";
    }
}
