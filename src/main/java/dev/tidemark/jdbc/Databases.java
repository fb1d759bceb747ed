package dev.tidemark.jdbc;

import dev.tidemark.route.Suggestion;
import dev.tidemark.sync.SyncThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The databases of a configuration: {@code tidemark.datasource.NAME.*}. Opens none before it is used. */
public final class Databases implements AutoCloseable {

    /** The prefix of a database's keys. */
    public static final String PREFIX = "tidemark.datasource.";

    /** The database that a sink writes to when it names none, and that holds the state unless {@link #STATE_KEY} is set. */
    public static final String DESTINATION = "destination";

    /** The key that names the database of states, history and leases. */
    public static final String STATE_KEY = "tidemark.state.datasource";

    private static final Set<String> KEYS = Set.of("url", "username", "password", "poolSize");

    /** For leases, status and history, which run while all syncs hold a connection. */
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
     * @param properties resolved values by their full keys; other keys are passed over
     * @param problems gets a sentence for each mistake; a database with one is left out
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

    /** Whether there are keys of that name, right or wrong. */
    public boolean isDeclared(String name) {
        return declared.contains(name);
    }

    /** The data source of that name, which takes part in the transactions of the thread; null when there is none. */
    public @Nullable DataSource find(String name) {
        Database database = databases.get(name);
        return database == null ? null : database.dataSource();
    }

    /** The JDBC URL of the database of that name; null when it is not configured. */
    public @Nullable String url(String name) {
        Database database = databases.get(name);
        return database == null ? null : database.url();
    }

    /** The name of the database of states, history and leases. */
    public String stateName() {
        return stateName;
    }

    /** That database; null when it is not configured. */
    public @Nullable DataSource state() {
        return find(stateName);
    }

    /** That database by a single connection, which the syncs cannot use up; null when it is not configured. */
    public @Nullable DataSource stateAlone() {
        Database database = databases.get(stateName);
        return database == null ? null : database.single();
    }

    /** The names of the databases that every process needs that works on the same sources. */
    public Set<String> shared() {
        return new TreeSet<>(List.of(DESTINATION, stateName));
    }

    /** Makes all known to routes, each as a data source by its name and as a policy by its name and {@code -transaction}. */
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
