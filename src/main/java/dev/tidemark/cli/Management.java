package dev.tidemark.cli;

import dev.tidemark.observe.KnownHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Camel's management server, as {@code run} has it: health, metrics and the page, and nothing that acts.
 *
 * @param port 0 for any that is free
 * @param names further names under which it may be asked
 */
record Management(boolean enabled, String host, int port, List<String> names) {

    /** The prefix of its keys. */
    static final String PREFIX = "camel.management.";

    private static final int PORT = 9876;
    private static final int LAST_PORT = 65535;
    private static final Set<String> KEYS = Set.of("enabled", "host", "port");

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys
     * @param names further names under which it may be asked
     * @param problems gets a sentence for each mistake, and for each key that would open what Tidemark keeps shut
     */
    static Management of(Map<String, String> properties, List<String> names, List<String> problems) {
        Map<String, String> values = new TreeMap<>();
        properties.forEach((key, value) -> {
            String name = key.substring(PREFIX.length());
            if (KEYS.contains(name)) {
                values.put(name, value.strip());
            } else {
                problems.add(key + " is not known: what `run` serves can be set by " + PREFIX + "enabled, .host and"
                        + " .port only");
            }
        });
        String enabled = values.getOrDefault("enabled", "true");
        if (!enabled.equals("true") && !enabled.equals("false")) {
            problems.add(PREFIX + "enabled is `" + enabled + "`, neither true nor false");
        }
        String host = values.getOrDefault("host", "127.0.0.1");
        if (host.isEmpty()) {
            problems.add(PREFIX + "host is empty; 127.0.0.1 is this machine only, 0.0.0.0 all that can reach it");
        }
        return new Management(enabled.equals("true"), host, port(values.get("port"), problems), names);
    }

    private static int port(@Nullable String value, List<String> problems) {
        if (value == null) {
            return PORT;
        }
        if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= LAST_PORT) {
            return Integer.parseInt(value);
        }
        problems.add(PREFIX + "port is `" + value + "`, not a whole number from 0 to " + LAST_PORT);
        return PORT;
    }

    /**
     * Looks whether the port can be had, because Camel's server would only log that it cannot.
     *
     * @throws UsageException when it cannot
     */
    void requireFree() {
        if (!enabled) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw unavailable(Explanation.of(e));
        }
    }

    UsageException unavailable(String why) {
        return new UsageException(List.of("health and metrics cannot be served on " + host + ":" + port + " (" + why
                + "): set " + PREFIX + "port to a free one, or " + PREFIX + "enabled=false to do without"));
    }

    /** What Camel Main is to be told, whatever else the configuration says. */
    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(PREFIX + "enabled", Boolean.toString(enabled));
        all.put(PREFIX + "host", host);
        all.put(PREFIX + "port", Integer.toString(port));
        all.put(PREFIX + "healthCheckEnabled", "true");
        all.put(PREFIX + "metricsEnabled", "true");
        for (String shut :
                List.of("infoEnabled", "devConsoleEnabled", "jolokiaEnabled", "uploadEnabled", "downloadEnabled")) {
            all.put(PREFIX + shut, "false");
        }
        all.put(PREFIX + "sendEnabled", "false");
        all.put("camel.metrics.enabled", "true");
        // These would put addresses into labels.
        all.put("camel.metrics.enableExchangeEventNotifier", "false");
        all.put("camel.metrics.enableRouteEventNotifier", "false");
        all.put("camel.metrics.enableRoutePolicy", "false");
        all.put("camel.metrics.binders", "jvm-memory,processor,uptime");
        // Camel's own say that a route is up while its syncs fail.
        all.put("camel.health.consumersEnabled", "false");
        all.put("camel.health.producersEnabled", "false");
        all.put("camel.health.routesEnabled", "false");
        all.put("camel.health.exposureLevel", "full");
        return all;
    }

    /** Under which names it may be asked. */
    KnownHosts hosts() {
        return new KnownHosts(host, names);
    }

    /** How the server is called when it listens on that port. */
    String address(int actualPort) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + actualPort + "/";
    }
}
