package dev.tidemark.state;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The name of a process, as other processes see it: {@code host:pid}. */
public final class ProcessName {

    private static final String HOST = host();

    private ProcessName() {}

    /** This process. */
    public static String own() {
        return HOST + ":" + ProcessHandle.current().pid();
    }

    /** Whether a process of this host has ended. Nothing is known of processes on other hosts. */
    public static boolean isGone(String name) {
        String prefix = HOST + ":";
        String pid = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        if (!pid.matches("\\d{1,18}")) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        return process.isEmpty() || !process.get().isAlive();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // Its message starts with the name that cannot be resolved.
            return String.valueOf(e.getMessage()).replaceFirst(":.*", "");
        }
    }
}
