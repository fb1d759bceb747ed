package dev.tidemark.testing;

import dev.tidemark.http.Clients;
import dev.tidemark.state.SyncResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Routes in YAML with the real Kamelets, over a test's database. */
public final class Routes implements AutoCloseable {

    private static final List<String> STRATEGIES =
            List.of("key-based", "keyset", "next-url", "offset", "page-number", "replay", "step-size", "timestamp");

    private final PlainContext plain = new PlainContext();

    /** Starts them; sources sync once. */
    public Routes(TestDatabase database, Map<String, String> properties, String... yaml) throws Exception {
        this(database, properties, context -> {}, yaml);
    }

    /** @param more what else is to be done to the context before the routes are there */
    public Routes(TestDatabase database, Map<String, String> properties, Consumer<CamelContext> more, String... yaml)
            throws Exception {
        prepare(plain.context(), database, properties);
        more.accept(plain.context());
        plain.start(yaml);
    }

    /** Makes a context what the program would make it. */
    public static void prepare(CamelContext context, TestDatabase database, Map<String, String> properties) {
        Registry registry = context.getRegistry();
        database.bind(registry::bind);
        clients(properties).bind(registry::bind);
        registry.bind("tidemark-state", database.states());
        Properties all = new Properties();
        syncs(all, 1);
        all.putAll(properties);
        context.getPropertiesComponent().setInitialProperties(all);
        context.getComponent("kamelet", KameletComponent.class).setLocation("classpath:kamelets");
        context.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
    }

    /** Lets each source sync so many times; 0 for no end. */
    public static void syncs(Map<? super String, ? super String> properties, int count) {
        for (String strategy : STRATEGIES) {
            properties.put("camel.kamelet.incremental-" + strategy + "-source.repeatCount", Integer.toString(count));
        }
    }

    /** Properties by which each source syncs so many times; 0 for no end. */
    public static Map<String, String> syncs(int count) {
        Map<String, String> properties = new TreeMap<>();
        syncs(properties, count);
        return properties;
    }

    /** The clients of a configuration; without another word the default one tries once. */
    private static Clients clients(Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(properties);
        all.putIfAbsent(Clients.PREFIX + "default.maxRetries", "0");
        List<String> problems = new ArrayList<>();
        Clients clients = Clients.of(all, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return clients;
    }

    /** Adds routes, each text a YAML file. */
    public static void load(CamelContext context, String... yaml) throws Exception {
        int number = 0;
        for (String text : yaml) {
            number++;
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("routes-" + number + ".yaml", text));
        }
    }

    /** The text of a file of the repository. */
    public static String file(String path) throws Exception {
        return Files.readString(Path.of(path));
    }

    public CamelContext context() {
        return plain.context();
    }

    /** The next sync that ends. */
    public SyncResult result() throws InterruptedException {
        return plain.result();
    }

    /** The next sync that ends, within that time. */
    public SyncResult result(Duration patience) throws InterruptedException {
        return plain.result(patience);
    }

    @Override
    public void close() {
        plain.close();
    }
}
