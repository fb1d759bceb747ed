package dev.tidemark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The further host names for requests to the status page. */
final class StatusHosts {

    static final String KEY = "tidemark.status.hosts";

    private StatusHosts() {}

    /** Reads the configuration, and reports invalid values. */
    static List<String> of(Map<String, String> config, List<String> problems) {
        List<String> hosts = new ArrayList<>();
        String value = config.get(KEY);
        if (value != null) {
            for (String host : value.split(",", -1)) {
                String name = host.strip();
                if (name.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
                    hosts.add(name);
                } else {
                    problems.add(KEY + " contains `" + name + "`, which is not a host name such as tidemark.example.com"
                            + " (without scheme, port and path); separate names with commas");
                }
            }
        }
        return hosts;
    }
}
