package dev.tidemark.observe;

import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which requests may ask for this server. A browser that a foreign page leads here, by a name of its own that
 * suddenly means this machine (DNS rebinding), asks under that name.
 */
public final class KnownHosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");

    private final Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final boolean local;

    /**
     * Those of one server.
     *
     * @param bound the name or address that it listens on
     * @param more further names that it has
     */
    public KnownHosts(String bound, Collection<String> more) {
        names.add(lower(bound.contains(":") ? "[" + bound + "]" : bound));
        more.forEach(name -> names.add(lower(name)));
        this.local = isLoopback(bound);
    }

    /**
     * Whether a request may be answered.
     *
     * @param host its Host header; null when it has none
     */
    boolean contains(@Nullable HostAndPort host) {
        String name = host == null ? "" : lower(host.host());
        // Probes and Prometheus know pods by their addresses; a foreign page needs a name.
        return names.contains(name) || (!local && ADDRESS.matcher(name).matches());
    }

    /** Whether only this machine can reach the server. */
    boolean isLocal() {
        return local;
    }

    private static boolean isLoopback(String bound) {
        try {
            return InetAddress.getByName(bound).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host " + bound + " is not known", e);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
