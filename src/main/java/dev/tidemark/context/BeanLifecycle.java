package dev.tidemark.context;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.JsonText;
import dev.tidemark.route.Placeholders;
import dev.tidemark.state.JdbcStateRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;
import org.jspecify.annotations.Nullable;

/** Binds the beans before a context makes its routes, and closes them when it has stopped. */
final class BeanLifecycle extends LifecycleStrategySupport {

    private @Nullable Databases databases;
    private @Nullable Clients clients;

    @Override
    public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
        if (context.getRegistry().findSingleByType(JdbcStateRepository.class) != null) {
            return;
        }
        Map<String, String> properties = properties(context);
        if (!properties.containsKey(Databases.PREFIX + Databases.DESTINATION + ".url")) {
            return;
        }
        List<String> problems = new ArrayList<>();
        Databases opened = Databases.of(properties, problems);
        databases = opened;
        Clients asking = Clients.of(properties, problems);
        clients = asking;
        ClusterSettings cluster = ClusterSettings.of(properties, opened.shared(), problems);
        if (problems.isEmpty()) {
            problems.addAll(Cluster.refusals(cluster));
        }
        DataSource states = opened.state();
        if (!problems.isEmpty() || states == null) {
            Map<String, String> written = written(context);
            problems.replaceAll(problem -> Placeholders.masked(problem, written, properties));
            throw new VetoCamelContextStartException(String.join("; ", problems), context, true);
        }
        opened.bind(context.getRegistry()::bind);
        asking.bind(context.getRegistry()::bind);
        context.getRegistry().bind("tidemark-state", new JdbcStateRepository(states));
        context.getRegistry().bind("tidemark-http", retriesAreOurs(context));
        try {
            Cluster.join(context, cluster);
        } catch (Exception e) {
            throw new VetoCamelContextStartException("the cluster cannot be joined: " + e.getMessage(), e, context);
        }
    }

    /** Nobody waits for an answer or a retry when the context stops. */
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
        Databases opened = databases;
        databases = null;
        if (opened != null) {
            opened.close();
        }
    }

    /** HttpClient's own retries would block a thread and repeat what may not be repeated. */
    private static ComponentCustomizer retriesAreOurs(CamelContext context) {
        return ComponentCustomizer.builder()
                .withCondition((name, component) -> name.equals("http") || name.equals("https"))
                .build((name, component) -> PropertyBindingSupport.build()
                        .withCamelContext(context)
                        .withTarget(component)
                        .withProperty("automaticRetriesDisabled", "true")
                        .bind());
    }

    private static Map<String, String> properties(CamelContext context) {
        Map<String, String> properties = new TreeMap<>();
        written(context).forEach((key, value) -> properties.put(key, resolved(context, key, value)));
        return properties;
    }

    private static String resolved(CamelContext context, String key, String value) {
        String json = Clients.isJson(key) ? JsonText.withTexts(value, context::resolvePropertyPlaceholders) : null;
        return json == null ? context.resolvePropertyPlaceholders(value) : json;
    }

    private static Map<String, String> written(CamelContext context) {
        Properties written = context.getPropertiesComponent().loadProperties(name -> name.startsWith("tidemark."));
        Map<String, String> properties = new TreeMap<>();
        written.stringPropertyNames().forEach(name -> properties.put(name, written.getProperty(name)));
        return properties;
    }
}
