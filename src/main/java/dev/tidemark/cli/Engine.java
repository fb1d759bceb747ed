package dev.tidemark.cli;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.Source;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.sync.SyncListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;

/** Camel Main with the chosen sources in it. */
final class Engine implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 8;

    private final Main main = new Main();

    /**
     * Prepares sources to run; {@link #start} starts them.
     *
     * @param once whether each is synced once instead of by its timer
     */
    Engine(Setup setup, Collection<Source> sources, boolean once, SyncListener listener) {
        Path routes = setup.routes();
        main.configure().setRoutesIncludePattern("file:" + routes + "/*.yaml");
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
        main.addOverrideProperty("tidemark.repeatCount", once ? "1" : "0");
        setup.databases().bind(main::bind);
        main.bind(
                "tidemark-state",
                new JdbcStateRepository(Objects.requireNonNull(setup.databases().find(Databases.DESTINATION))));
        main.bind("tidemark-listener", listener);
        Set<String> left = setup.sources().stream().map(Source::routeId).collect(Collectors.toCollection(TreeSet::new));
        sources.forEach(source -> left.remove(source.routeId()));
        main.addMainListener(new ContextListener(context -> {
            ((ModelCamelContext) context).setRouteFilter(route -> !left.contains(String.valueOf(route.getRouteId())));
            // The configuration that was checked is the one that holds: Camel would let the environment win over it.
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
            if (!once) {
                share(context, setup);
            }
        }));
    }

    /** @throws UsageException when Camel cannot make the routes of what they say */
    void start() {
        try {
            main.start();
        } catch (RuntimeException e) {
            throw new UsageException(List.of("Camel cannot start the routes: " + Explanation.of(e)));
        }
    }

    /** Stops after the chunks that are being written; waits for that. Does nothing the second time. */
    void stop() {
        main.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private static void share(CamelContext context, Setup setup) {
        try {
            Cluster.join(context, setup.cluster());
        } catch (Exception e) {
            throw new IllegalStateException("the cluster cannot be joined: " + Explanation.of(e), e);
        }
    }

    private static String kamelets(Path routes) {
        Path own = routes.resolve("kamelets");
        return Files.isDirectory(own) ? "file:" + own + ",classpath:kamelets" : "classpath:kamelets";
    }
}
