package dev.tidemark.config;

import dev.tidemark.observe.KnownHosts;
import dev.tidemark.sync.Failure;
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
 * The settings of Camel's management server in {@code run}. It serves health, metrics and the page, and no operations.
 *
 * @param port the port; 0 for any free port
 * @param names further host names that requests may use
 */
public record Management(boolean enabled, String host, int port, List<String> names) {

    /** The prefix of its keys. */
    public static final String PREFIX = "camel.management.";

    private static final int PORT = 9876;
    private static final int LAST_PORT = 65535;
    private static final Set<String> KEYS = Set.of("enabled", "host", "port");

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys
     * @param names further host names that requests may use
     * @param problems receives a message for each mistake, and for each key that would enable endpoints that Tidemark
     *     disables
     */
    static Management of(Map<String, String> properties, List<String> names, List<String> problems) {
        Map<String, String> values = new TreeMap<>();
        properties.forEach((key, value) -> {
            String name = key.substring(PREFIX.length());
            if (KEYS.contains(name)) {
                values.put(name, value.strip());
            } else {
                problems.add(key + " is not a known key: use only " + PREFIX + "enabled, .host and .port to"
                        + " configure the server of `run`");
            }
        });
        String enabled = values.getOrDefault("enabled", "true");
        if (!enabled.equals("true") && !enabled.equals("false")) {
            problems.add(PREFIX + "enabled is `" + enabled + "`, neither true nor false");
        }
        String host = values.getOrDefault("host", "127.0.0.1");
        if (host.isEmpty()) {
            problems.add(PREFIX + "host is empty; use 127.0.0.1 for this machine only, or 0.0.0.0 for all network"
                    + " interfaces");
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
     * Checks that the port is free: Camel's server would only log a failure.
     *
     * @throws UsageException when the port is not free
     */
    public void requireFree() {
        if (!enabled) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw unavailable(Failure.innermost(e));
        }
    }

    public UsageException unavailable(String why) {
        return new UsageException(List.of("cannot serve health and metrics on"
                + " " + host + ":" + port + " (" + why + "): set " + PREFIX + "port to a free port, or"
                + " " + PREFIX + "enabled=false to disable the server"));
    }

    /** Camel Main's properties for the server; they override the configuration. */
    public Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(PREFIX + "enabled", Boolean.toString(enabled));
        all.put(PREFIX + "host", host);
        all.put(PREFIX + "port", Integer.toString(port));
        all.put(PREFIX + "healthCheckEnabled", "true");
        all.put(PREFIX + "metricsEnabled", "true");
        for (String disabled :
                List.of("infoEnabled", "devConsoleEnabled", "jolokiaEnabled", "uploadEnabled", "downloadEnabled")) {
            all.put(PREFIX + disabled, "false");
        }
        all.put(PREFIX + "sendEnabled", "false");
        all.put("camel.metrics.enabled", "true");
        // These would put addresses into labels.
        all.put("camel.metrics.enableExchangeEventNotifier", "false");
        all.put("camel.metrics.enableRouteEventNotifier", "false");
        all.put("camel.metrics.enableRoutePolicy", "false");
        all.put("camel.metrics.binders", "jvm-memory,processor,uptime");
        // Camel's own health checks report a route as up while its syncs fail.
        all.put("camel.health.consumersEnabled", "false");
        all.put("camel.health.producersEnabled", "false");
        all.put("camel.health.routesEnabled", "false");
        all.put("camel.health.exposureLevel", "full");
        return all;
    }

    /** The host names that requests may use. */
    public KnownHosts hosts() {
        return new KnownHosts(host, names);
    }

    /** The server's address when it listens on this port. */
    public String address(int actualPort) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + actualPort + "/";
    }
}
