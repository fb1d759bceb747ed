package dev.tidemark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The further names under which the status page may be asked for. */
final class StatusHosts {

    static final String KEY = "tidemark.status.hosts";

    private StatusHosts() {}

    /** Reads the configuration, and notes wrong values. */
    static List<String> of(Map<String, String> own, List<String> problems) {
        List<String> hosts = new ArrayList<>();
        String value = own.get(KEY);
        if (value != null) {
            for (String host : value.split(",", -1)) {
                String name = host.strip();
                if (name.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
                    hosts.add(name);
                } else {
                    problems.add(
                            KEY + " has `" + name + "`, not the name of a host such as tidemark.example.com, without"
                                    + " scheme, port and path; names have commas between them");
                }
            }
        }
        return hosts;
    }
}
