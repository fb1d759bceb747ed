package dev.tidemark.http;

import dev.tidemark.route.kamelet.UrlPath;
import dev.tidemark.text.SafeText;
import dev.tidemark.text.Secrets;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * The path of a source's address, with placeholders in single braces. A value stays within its segment: it is encoded whole,
 * and one that could lead elsewhere is refused. Immutable.
 */
final class PathTemplate {

    private static final String TOKEN = "{token}";
    private static final int SHOWN = 100;

    private final String path;

    /** @throws IllegalArgumentException when the path is ambiguous or has a brace without a name */
    PathTemplate(String path) {
        this.path = path;
        String plain = UrlPath.PLACEHOLDER.matcher(path).replaceAll("x");
        String fault = UrlPath.fault(plain);
        if (fault != null) {
            throw new IllegalArgumentException("url " + fault);
        }
        if (plain.contains("{") || plain.contains("}")) {
            throw new IllegalArgumentException(
                    "url contains a brace without a name; write a placeholder like {page}, and another brace as an escape");
        }
    }

    /**
     * The path of a request, encoded. The first page has no token: its path lacks that segment.
     *
     * @throws IllegalArgumentException when a placeholder has no value, or a value could lead elsewhere
     */
    String fill(Map<String, String> values) {
        String template = values.containsKey("token") ? path : path.replace("/" + TOKEN, "");
        String filled = UrlPath.PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(segment(found.group(1), values)));
        String fault = UrlPath.fault(filled);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "url " + fault + " with the values of this request, so it is not requested");
        }
        return filled.isEmpty() ? "/" : UrlPath.encoded(filled);
    }

    boolean hasToken() {
        return path.contains(TOKEN);
    }

    private static String segment(String name, Map<String, String> values) {
        String value = QueryTemplate.value("url", name, values);
        String encoded = QueryTemplate.encode(value);
        String fault = value.isEmpty()
                ? "is empty"
                : value.chars().anyMatch(Character::isISOControl)
                        ? "contains a control character"
                        : UrlPath.fault("/" + encoded);
        if (fault != null) {
            String shown = SafeText.quoted(SafeText.shortened(Secrets.masked(value), SHOWN));
            throw new IllegalArgumentException("the value " + shown + " of {" + name + "} in url " + fault
                    + ", so it is not requested; send it in query instead");
        }
        return encoded;
    }
}
