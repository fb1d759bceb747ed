package dev.tidemark.http;

import dev.tidemark.route.kamelet.UrlPath;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target of a request at the origin of a source's address: the address's own path, byte for byte, or a link from the
 * API's response. The link is untrusted: only its path and query are used, at the configured origin, because servers may use
 * other names for themselves.
 */
final class NextLink {

    private static final Logger LOG = LoggerFactory.getLogger(NextLink.class);
    private static final Pattern PARTS =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?");

    private final PathTemplate template;
    private final String authority;
    private volatile boolean warned;

    /** @throws IllegalArgumentException when the address is invalid, or its path is ambiguous */
    NextLink(String url) {
        String origin = OriginFunction.origin(url);
        this.authority = String.valueOf(URI.create(origin).getRawAuthority());
        this.template = new PathTemplate(url.startsWith(origin) ? url.substring(origin.length()) : "");
    }

    /** Whether the path sends the token of a page. */
    boolean hasToken() {
        return template.hasToken();
    }

    /** @param values the values of the path's placeholders */
    RequestTarget first(Map<String, String> values, String query) {
        return new RequestTarget(template.fill(values), query);
    }

    /**
     * The target of a link.
     *
     * @param values the values of the path's placeholders in the list's first request: a link may be relative to that
     * @throws IllegalArgumentException when the link cannot be followed safely
     */
    RequestTarget follow(String link, Map<String, String> values, String source) {
        Matcher parts = PARTS.matcher(link);
        if (!parts.matches() || link.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
            throw refused("is not a valid address");
        }
        String scheme = parts.group(1);
        String linkedAuthority = parts.group(2);
        if (scheme != null && !scheme.matches("(?i)https?")) {
            throw refused("has the scheme `" + scheme + "`");
        }
        if (linkedAuthority != null && linkedAuthority.contains("@")) {
            throw refused("contains user information");
        }
        // A relative link may start with this.
        String linked = parts.group(3).replaceFirst("^(?:\\./)+", "");
        String fault = UrlPath.fault(linked);
        if (fault != null) {
            throw refused(fault);
        }
        if (linkedAuthority != null && !linkedAuthority.equalsIgnoreCase(authority) && !warned) {
            warned = true;
            LOG.info("{}: the API's links name another host; they are requested at {} anyway", source, authority);
        }
        String query = parts.group(4) == null ? "" : parts.group(4);
        return new RequestTarget(
                UrlPath.encoded(path(linked, linkedAuthority != null, template.fill(values))),
                UrlPath.encoded(withoutEmptyPairs(query)));
    }

    /** Without a host, some servers write paths relative to the service instead of the host. */
    private static String path(String path, boolean absolute, String own) {
        if (!absolute && !path.isEmpty() && own.endsWith(path.startsWith("/") ? path : "/" + path)) {
            return own;
        }
        if (path.startsWith("/")) {
            return path;
        }
        if (path.isEmpty()) {
            return absolute ? "/" : own;
        }
        return own.substring(0, own.lastIndexOf('/') + 1) + path;
    }

    private static String withoutEmptyPairs(String query) {
        return String.join(
                "&",
                Arrays.stream(query.split("&"))
                        .filter(pair -> !pair.isEmpty() && !pair.equals("="))
                        .toList());
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("the API's link to the next page " + why + ", so it is not followed");
    }
}
