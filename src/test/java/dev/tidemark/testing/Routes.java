package dev.tidemark.testing;

import dev.tidemark.http.Clients;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Routes in YAML with the real Kamelets, over a test's database. */
public final class Routes implements AutoCloseable {

    private static final List<String> STRATEGIES =
            List.of("key-based", "keyset", "next-url", "offset", "page-number", "replay", "step-size", "timestamp");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();

    /** Starts them; sources sync once. */
    public Routes(TestDatabase database, Map<String, String> properties, String... yaml) throws Exception {
        this(database, properties, context -> {}, yaml);
    }

    /** @param more what else is to be done to the context before the routes are there */
    public Routes(TestDatabase database, Map<String, String> properties, Consumer<CamelContext> more, String... yaml)
            throws Exception {
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(10);
        prepare(context, database, properties);
        context.getRegistry().bind("results", (SyncListener) results::add);
        more.accept(context);
        load(context, yaml);
        context.start();
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
        return context;
    }

    /** The next sync that ends. */
    public SyncResult result() throws InterruptedException {
        return result(PATIENCE);
    }

    /** The next sync that ends, within that time. */
    public SyncResult result(Duration patience) throws InterruptedException {
        SyncResult result = results.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (result == null) {
            throw new AssertionError("no sync ended within " + patience);
        }
        return result;
    }

    @Override
    public void close() {
        context.stop();
    }
}
