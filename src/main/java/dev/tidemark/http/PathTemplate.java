package dev.tidemark.http;

import dev.tidemark.route.kamelet.UrlPath;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a source's address, with placeholders in single braces. A value stays within its segment: it is encoded whole,
 * and one that could lead elsewhere is refused. Immutable.
 */
final class PathTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_]+)}");

    /** The first page has no token; its path ends before it. */
    private static final String TOKEN_SEGMENT = "/{token}";

    private final String path;

    /** @throws IllegalArgumentException when the path is ambiguous or has a brace without a name */
    PathTemplate(String path) {
        this.path = path;
        String fault = UrlPath.fault(PLACE.matcher(path).replaceAll("x"));
        if (fault != null) {
            throw new IllegalArgumentException("url " + fault);
        }
        if (PLACE.matcher(path).replaceAll("x").matches(".*[{}].*")) {
            throw new IllegalArgumentException(
                    "url contains a brace without a name; a placeholder is written like {page}, a literal brace is the escape of its code, 7B");
        }
    }

    /**
     * The path of a request, encoded.
     *
     * @throws IllegalArgumentException when there is no value for a placeholder, or a value that does not stay a segment of a path
     */
    String fill(Map<String, String> values) {
        String template = values.containsKey("token") ? path : path.replace(TOKEN_SEGMENT, "");
        Matcher place = PLACE.matcher(template);
        String filled = place.replaceAll(found -> Matcher.quoteReplacement(segment(found.group(1), values)));
        String fault = UrlPath.fault(filled);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "url " + fault + " with the values of this request, so it is not requested");
        }
        return filled.isEmpty() ? "/" : UrlPath.encoded(filled);
    }

    boolean hasToken() {
        return path.contains("{token}");
    }

    private static String segment(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("url has {" + name + "} in its path; known names are "
                    + new TreeSet<>(values.keySet()) + Suggestion.didYouMean(name, values.keySet()));
        }
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        String fault = value.isEmpty() ? "is empty" : UrlPath.fault("/" + encoded);
        if (fault != null) {
            throw new IllegalArgumentException("the value " + SafeText.quoted(value) + " of {" + name + "} in url "
                    + fault + ", so it is not requested; send it in query instead");
        }
        return encoded;
    }
}
