package dev.tidemark.http;

import dev.tidemark.route.kamelet.UrlPath;
import dev.tidemark.route.yaml.Suggestion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a request in plain text, {@code name=value; name=value}, with placeholders in single braces. Names and
 * values are URL-encoded here (a space as {@code %20}); {@code ;;} is a literal semicolon. The name ends at the first
 * {@code =}, and a value may start with an operator: {@code updated_on=>={cursor}}. Immutable.
 */
public final class QueryTemplate {

    /** Up to a single semicolon, counted from the left. */
    private static final Pattern PART = Pattern.compile("(?:[^;]++|;;)++");

    private static final Pattern VALUE = UrlPath.PLACEHOLDER;

    private static final Pattern COUNT = Pattern.compile("\\{(limit|offset|page|start|end)}");

    private final Map<String, String> parameters;
    private final Set<String> names;

    private QueryTemplate(Map<String, String> parameters, Set<String> names) {
        this.parameters = parameters;
        this.names = names;
    }

    /** @throws IllegalArgumentException when a part is not {@code name=value}, or a name is repeated */
    public static QueryTemplate of(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Set<String> names = new TreeSet<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String pair = part.group().strip().replace(";;", ";");
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("query has `" + pair + "`, which is not name=value");
            }
            String name = pair.substring(0, equals).strip();
            if (parameters.put(name, pair.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("query has the parameter `" + name + "` twice");
            }
            Matcher value = VALUE.matcher(pair);
            while (value.find()) {
                names.add(value.group(1));
            }
        }
        return new QueryTemplate(parameters, names);
    }

    /** The names in braces. */
    public Set<String> names() {
        return names;
    }

    /**
     * The query string of a request, without its question mark.
     *
     * @throws IllegalArgumentException when there is no value for a name in braces
     */
    public String fill(Map<String, String> values) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(encode(fill(name, values)) + "=" + encode(fill(value, values))));
        return String.join("&", pairs);
    }

    /**
     * The parameters as a JSON object, for an API that takes them in a body. A value that is only {@code {limit}},
     * {@code {offset}}, {@code {page}}, {@code {start}} or {@code {end}} is a number.
     */
    String json(Map<String, String> values) {
        Map<String, Object> object = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            String filled = fill(value, values);
            boolean number = COUNT.matcher(value).matches() && filled.matches("-?\\d{1,18}");
            object.put(fill(name, values), number ? (Object) Long.parseLong(filled) : filled);
        });
        return BodyTemplate.json(object);
    }

    private static String fill(String text, Map<String, String> values) {
        return VALUE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value("query", found.group(1), values)));
    }

    /**
     * The value of a name in braces.
     *
     * @param parameter the parameter that has the name, for the message
     * @throws IllegalArgumentException when it has no value
     */
    static String value(String parameter, String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(parameter + " has {" + name + "}; known names are "
                    + new TreeSet<>(values.keySet()) + Suggestion.didYouMean(name, values.keySet()));
        }
        return value;
    }

    /** A text as a part of a URL. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
