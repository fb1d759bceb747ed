package dev.tidemark.jdbc;

import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.sync.SyncThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The databases of a configuration: {@code tidemark.datasource.NAME.*}. Opens no connection before it is used. */
public final class Databases implements AutoCloseable {

    /** The prefix of a database's keys. */
    public static final String PREFIX = "tidemark.datasource.";

    /** The default database of sinks, and of the state unless {@link #STATE_KEY} is set. */
    public static final String DESTINATION = "destination";

    /** The key for the name of the database of states, history and leases. */
    public static final String STATE_KEY = "tidemark.state.datasource";

    private static final Set<String> KEYS = Set.of("url", "username", "password", "poolSize");

    /** Connections for leases, status and history, which run while all syncs hold one. */
    private static final int SPARE_CONNECTIONS = 4;

    private final Map<String, Database> databases = new TreeMap<>();
    private final Set<String> declared;
    private final String stateName;

    private Databases(Set<String> declared, String stateName) {
        this.declared = declared;
        this.stateName = stateName;
    }

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys; other keys are ignored
     * @param problems receives a sentence for each mistake; a database with a mistake is omitted
     */
    public static Databases of(Map<String, String> properties, List<String> problems) {
        int poolSize = SyncThreads.count(properties, problems) + SPARE_CONNECTIONS;
        Map<String, Map<String, String>> byName = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String[] parts = key.substring(PREFIX.length()).split("\\.", 2);
                if (parts.length == 2 && KEYS.contains(parts[1])) {
                    byName.computeIfAbsent(parts[0], name -> new TreeMap<>()).put(parts[1], value);
                } else {
                    problems.add(
                            key + " is not known; a database has " + PREFIX + "NAME." + String.join(", .", sorted()));
                }
            }
        });
        String stateName = properties.getOrDefault(STATE_KEY, DESTINATION);
        if (properties.containsKey(STATE_KEY) && !byName.containsKey(stateName)) {
            problems.add(STATE_KEY + " is `" + stateName + "`, which is not configured; there are " + byName.keySet()
                    + " (" + PREFIX + "NAME.url)" + Suggestion.didYouMean(stateName, byName.keySet()));
        }
        Databases databases = new Databases(byName.keySet(), stateName);
        byName.forEach((name, settings) -> {
            try {
                databases.databases.put(name, Database.of(name, settings, poolSize));
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        });
        return databases;
    }

    /** The names of all. */
    public Set<String> names() {
        return databases.keySet();
    }

    /** Whether there are keys for that name, valid or not. */
    public boolean isDeclared(String name) {
        return declared.contains(name);
    }

    /** The data source with that name, which takes part in the transactions of the thread; null when there is none. */
    public @Nullable DataSource find(String name) {
        Database database = databases.get(name);
        return database == null ? null : database.dataSource();
    }

    /** The JDBC URL of the database with that name; null when there is none. */
    public @Nullable String url(String name) {
        Database database = databases.get(name);
        return database == null ? null : database.url();
    }

    /** The most connections to the database with that name; empty when there is none. */
    public OptionalInt poolSize(String name) {
        Database database = databases.get(name);
        return database == null ? OptionalInt.empty() : OptionalInt.of(database.poolSize());
    }

    /** The name of the database of states, history and leases. */
    public String stateName() {
        return stateName;
    }

    /** The database of states, history and leases; null when it is not configured. */
    public @Nullable DataSource state() {
        return find(stateName);
    }

    /** That database over a single connection, which syncs cannot exhaust; null when it is not configured. */
    public @Nullable DataSource stateAlone() {
        Database database = databases.get(stateName);
        return database == null ? null : database.single();
    }

    /** The names of the databases that all processes with the same sources need. */
    public Set<String> shared() {
        return new TreeSet<>(List.of(DESTINATION, stateName));
    }

    /**
     * Registers all databases for routes, each as a data source by its name and as a policy by its name and
     * {@code -transaction}.
     */
    public void bind(BiConsumer<String, Object> registry) {
        databases.values().forEach(database -> database.bind(registry));
    }

    @Override
    public void close() {
        databases.values().forEach(Database::close);
    }

    private static List<String> sorted() {
        List<String> keys = new ArrayList<>(KEYS);
        keys.sort(null);
        return keys;
    }
}
