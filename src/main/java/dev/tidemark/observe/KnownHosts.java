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
 * The host names that requests to this server may use. In a DNS rebinding attack, a foreign page makes its own name resolve
 * to this machine; the browser's request then has that name.
 */
public final class KnownHosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");

    private final Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final boolean local;

    /**
     * The names of one server.
     *
     * @param bound the name or address that it listens on
     * @param more its further names
     */
    public KnownHosts(String bound, Collection<String> more) {
        names.add(lower(bound.contains(":") ? "[" + bound + "]" : bound));
        more.forEach(name -> names.add(lower(name)));
        this.local = isLoopback(bound);
    }

    /**
     * Whether the server may respond to a request.
     *
     * @param host its Host header; null when it has none
     */
    boolean contains(@Nullable HostAndPort host) {
        String name = host == null ? "" : lower(host.host());
        // Probes and Prometheus use the addresses of pods; a foreign page needs a name.
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
            throw new IllegalArgumentException("unknown host " + bound, e);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
