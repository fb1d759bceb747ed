package dev.tidemark.testing;

import dev.tidemark.http.Clients;
import dev.tidemark.state.SyncResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/** A test's API, the real Kamelets, and an H2 to write to: everything between a request and a row. */
public final class SyncBench implements AutoCloseable {

    private static final String NAME = "records";

    private final TestApi api;
    private final TestDatabase database = TestDatabase.open();
    private final Map<String, String> settings = new TreeMap<>();

    public SyncBench(TestApi.Service service) {
        this.api = new TestApi(service);
    }

    public TestApi api() {
        return api;
    }

    /** Sets a key of the default client. */
    public SyncBench client(String key, Object value) {
        settings.put(Clients.PREFIX + "default." + key, value.toString());
        return this;
    }

    public TestDatabase database() {
        return database;
    }

    /**
     * A source of the API's {@code /records}, into the table {@code records}.
     *
     * @param parameters of the strategy, name by value
     */
    public SourceYaml source(String strategy, Object... parameters) {
        SourceYaml source = new SourceYaml(strategy, NAME).with("url", api.url("/records"));
        for (int i = 0; i < parameters.length; i += 2) {
            source.with(parameters[i].toString(), parameters[i + 1]);
        }
        return source;
    }

    /** Syncs it once, as a new start of the program does. */
    public SyncResult sync(SourceYaml source) {
        return sync(source, Map.of());
    }

    /** @param beans what is in Camel's registry besides the program's own */
    public SyncResult sync(SourceYaml source, Map<String, Object> beans) {
        return sync(database, settings, beans, source.toString());
    }

    /** @see #sync(SourceYaml, Map) */
    public static SyncResult sync(TestDatabase database, Map<String, Object> beans, String yaml) {
        return sync(database, Map.of(), beans, yaml);
    }

    /** @param properties the context's */
    public static SyncResult sync(TestDatabase database, String yaml, Map<String, String> properties) {
        return sync(database, properties, Map.of(), yaml);
    }

    private static SyncResult sync(
            TestDatabase database, Map<String, String> settings, Map<String, Object> beans, String yaml) {
        try (Routes routes = new Routes(database, settings, context -> bind(context, beans), yaml)) {
            SyncResult result = routes.result();
            // Else Camel waits a whole second for the route's last step.
            Eventually.await(
                    "the route's end",
                    Duration.ofMinutes(3),
                    () -> routes.context().getInflightRepository().size() == 0);
            database.assertIdle();
            return result;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A column of the table, in the order of the key. */
    public <T> List<T> column(String name, Class<T> type) {
        return database.jdbc().queryForList("select \"" + name + "\" from \"" + NAME + "\" order by \"id\"", type);
    }

    /** How many rows the table has; none when it was never made. */
    public long rows() {
        return database.exists(NAME) ? database.count("\"" + NAME + "\"") : 0;
    }

    @Override
    public void close() {
        api.close();
        database.close();
    }

    private static void bind(CamelContext context, Map<String, Object> beans) {
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
    }
}
