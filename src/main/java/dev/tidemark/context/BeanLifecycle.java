package dev.tidemark.context;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.http.Clients;
import dev.tidemark.http.OriginFunction;
import dev.tidemark.jdbc.ContextDatabases;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.schedule.TickFunction;
import dev.tidemark.state.JdbcStateRepository;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Creates the objects of a configuration before a context creates its routes, and closes them when the context has stopped.
 */
final class BeanLifecycle extends LifecycleStrategySupport {

    private @Nullable Databases databases;
    private @Nullable Clients clients;
    private @Nullable SourcePolicies policies;

    @Override
    public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
        // The service files alone are not enough: Quarkus looks for Camel's own functions only. Nor is this, where a
        // Kamelet fetches this library after the context was initialized. Not earlier: the application adds its own
        // properties first.
        context.getPropertiesComponent().addPropertiesFunction(new OriginFunction());
        context.getPropertiesComponent().addPropertiesFunction(new TickFunction());
        if (context.getRegistry().findSingleByType(JdbcStateRepository.class) != null) {
            return;
        }
        OwnProperties properties = OwnProperties.of(context);
        List<String> problems = new ArrayList<>();
        Databases opened = Databases.of(properties.resolved(), problems);
        databases = opened;
        Clients asking = Clients.of(properties.resolved(), problems);
        clients = asking;
        ClusterSettings cluster = ClusterSettings.of(properties.resolved(), opened.shared(), problems);
        SourceSettings settings = SourceSettings.of(properties.resolved(), opened, problems);
        problems.addAll(taken(context, opened));
        if (problems.isEmpty()) {
            problems.addAll(Cluster.refusals(cluster));
        }
        if (!problems.isEmpty()) {
            problems.replaceAll(properties::masked);
            throw new VetoCamelContextStartException(String.join("; ", problems), context, true);
        }
        opened.bind(context.getRegistry()::bind);
        asking.bind(context.getRegistry()::bind);
        ContextDatabases known = ContextDatabases.of(context);
        context.getCamelContextExtension()
                .lazyAddContextPlugin(
                        JdbcStateRepository.class, () -> new JdbcStateRepository(known.dataSource(opened.stateName())));
        SourcePolicies made = new SourcePolicies(settings);
        policies = made;
        made.catchUp(context);
        context.addRoutePolicyFactory(made);
        try {
            Cluster.join(context, cluster);
        } catch (Exception e) {
            throw new VetoCamelContextStartException("cannot join the cluster: " + e.getMessage(), e, context);
        }
    }

    /** With one name for two databases, rows would go to one of them and the state to the other. */
    private static List<String> taken(CamelContext context, Databases opened) {
        return opened.names().stream()
                .filter(name -> context.getRegistry().lookupByNameAndType(name, DataSource.class) != null)
                .map(name -> "the application has a DataSource `" + name + "`, and " + Databases.PREFIX + name
                        + ".url names another database: remove one of the two, or rename it")
                .toList();
    }

    /** A stopping context does not wait for responses or retries. */
    @Override
    public void onContextStopping(CamelContext context) {
        Clients asking = clients;
        clients = null;
        if (asking != null) {
            asking.close();
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        SourcePolicies made = policies;
        policies = null;
        if (made != null) {
            made.close();
        }
        Databases opened = databases;
        databases = null;
        if (opened != null) {
            opened.close();
        }
    }
}
