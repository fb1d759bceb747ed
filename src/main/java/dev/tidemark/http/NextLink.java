package dev.tidemark.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a request of a link that an API answered with. The link is data from outside: only its path and its query are
 * taken, and asked for at the configured origin, because servers do name themselves differently.
 */
final class NextLink {

    private static final Logger LOG = LoggerFactory.getLogger(NextLink.class);
    private static final Pattern PARTS =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern FOREIGN = Pattern.compile("[^\\p{ASCII}]+");
    private static final Pattern UPWARD = Pattern.compile("(?:^|[/;])\\.\\.(?:[/;]|$)");

    private final URI url;
    private boolean said;

    NextLink(String url) {
        this.url = URI.create(url);
    }

    /**
     * What to ask for at the origin.
     *
     * @param path begins with a slash
     * @param query without its question mark; may be empty
     */
    record Target(String path, String query) {}

    Target first(String query) {
        return new Target(url.getRawPath().isEmpty() ? "/" : url.getRawPath(), query);
    }

    /** @throws IllegalArgumentException when the link cannot be followed safely */
    synchronized Target follow(String link, String source) {
        Matcher parts = PARTS.matcher(link);
        if (!parts.matches() || link.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
            throw refused("is no address");
        }
        String scheme = parts.group(1);
        String authority = parts.group(2);
        if (scheme != null && !scheme.matches("(?i)https?")) {
            throw refused("has the scheme `" + scheme + "`");
        }
        if (authority != null && authority.contains("@")) {
            throw refused("holds user information");
        }
        if (UPWARD.matcher(decoded(parts.group(3))).find()) {
            throw refused("holds `..`");
        }
        if (authority != null && !authority.equalsIgnoreCase(url.getRawAuthority()) && !said) {
            said = true;
            LOG.info(
                    "{}: the API's links name another host; they are followed at {} all the same",
                    source,
                    url.getRawAuthority());
        }
        String query = parts.group(4) == null ? "" : parts.group(4);
        return new Target(encoded(path(parts.group(3), authority != null)), encoded(withoutEmptyPairs(query)));
    }

    /** Without a host, servers also write paths that begin at the service instead of at the host. */
    private String path(String path, boolean absolute) {
        String own = first("").path();
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

    /** As a server may read it that decodes more than it should, as far as dots and slashes go. */
    private static String decoded(String path) {
        String read = path;
        while (read.contains("%25")) {
            read = read.replace("%25", "%");
        }
        return read.replaceAll("(?i)%2e", ".").replaceAll("(?i)%2f|%5c", "/").replaceAll("(?i)%3b", ";");
    }

    private static String withoutEmptyPairs(String query) {
        return String.join(
                "&",
                Arrays.stream(query.split("&"))
                        .filter(pair -> !pair.isEmpty() && !pair.equals("="))
                        .toList());
    }

    /** Spaces, braces, foreign letters and the like; what is encoded already stays. */
    private static String encoded(String text) {
        String ascii =
                FOREIGN.matcher(text).replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8));
        return UnsafeUriCharactersEncoder.encodeHttpURI(
                ascii.replace("{", "%7B").replace("}", "%7D"));
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("the API's link to the next page " + why + ", so it is not followed");
    }
}
