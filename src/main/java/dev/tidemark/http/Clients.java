package dev.tidemark.http;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The client profiles of a configuration: {@code tidemark.client.NAME.*}. Opens no connection before one is used. */
public final class Clients implements AutoCloseable {

    /** The prefix of a profile's keys. */
    public static final String PREFIX = "tidemark.client.";

    /** The profile of sources that name none; it always exists. */
    public static final String DEFAULT = "default";

    private static final String BEAN = "tidemark-client-";

    private final Map<String, Client> clients = new TreeMap<>();

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys; other keys are ignored
     * @param problems receives a sentence for each profile's first mistake; a profile with a mistake is omitted
     */
    public static Clients of(Map<String, String> properties, List<String> problems) {
        return of(properties, problems, Clock.systemUTC());
    }

    static Clients of(Map<String, String> properties, List<String> problems, Clock clock) {
        Map<String, Map<String, String>> byName = new TreeMap<>(Map.of(DEFAULT, new TreeMap<>()));
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                named(key)
                        .ifPresentOrElse(
                                name -> byName.computeIfAbsent(name, any -> new TreeMap<>())
                                        .put(key.substring(PREFIX.length() + name.length() + 1), value),
                                () -> problems.add(
                                        key + " is not known; a client has " + PREFIX + "NAME.auth and other keys"));
            }
        });
        Clients clients = new Clients();
        byName.forEach((name, settings) -> {
            try {
                clients.clients.put(name, Client.of(name, settings, clock));
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        });
        return clients;
    }

    /** The names of all profiles that have a key among these, valid or not, and {@link #DEFAULT}. */
    public static Set<String> names(Collection<String> keys) {
        Set<String> names = new TreeSet<>(Set.of(DEFAULT));
        keys.forEach(key -> named(key).ifPresent(names::add));
        return names;
    }

    /** The client that a key belongs to; empty when it does not belong to a client. */
    public static Optional<String> named(String key) {
        String[] parts = key.startsWith(PREFIX) ? key.substring(PREFIX.length()).split("\\.", 2) : new String[0];
        return parts.length == 2 && !parts[0].isEmpty() ? Optional.of(parts[0]) : Optional.empty();
    }

    /** Whether the value of a key may be JSON. A placeholder's value is then always part of a text. */
    public static boolean isJson(String key) {
        return named(key).isPresent() && key.endsWith(".loginBody");
    }

    /** Registers all profiles for routes. */
    public void bind(BiConsumer<String, Object> registry) {
        clients.forEach((name, client) -> registry.accept(BEAN + name, client));
    }

    /** Ends all waits and requests at once, permanently. */
    public void stop() {
        clients.values().forEach(Client::stop);
    }

    @Override
    public void close() {
        stop();
    }

    static String bean(String name) {
        return BEAN + name;
    }
}
