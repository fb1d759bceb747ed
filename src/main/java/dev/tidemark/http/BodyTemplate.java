package dev.tidemark.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.route.kamelet.UrlPath;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of a request, with placeholders in single braces: {@code {"since": "{cursor}", "size": {limit}}}. Inside
 * quotes a value becomes part of the text. Outside, a number stays a number and any other value becomes a text, so that no
 * value changes the document's structure. A value that does not exist yet, such as the token of a first page, is
 * {@code null}. Immutable.
 */
public final class BodyTemplate {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A text, or a placeholder outside of texts. */
    private static final Pattern PART =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|" + UrlPath.PLACEHOLDER, Pattern.DOTALL);

    private static final Pattern VALUE = UrlPath.PLACEHOLDER;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?");

    /** Names that may have no value yet. */
    private static final Set<String> KNOWN = new TreeSet<>(
            Set.of("cursor", "token", "key", "limit", "offset", "page", "start", "end", "windowStart", "windowEnd"));

    private final String text;

    private BodyTemplate(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is not a JSON document */
    public static BodyTemplate of(String text) {
        BodyTemplate template = new BodyTemplate(text);
        try {
            if (!JSON.readTree(template.filled(Map.of())).isContainerNode()) {
                throw new IllegalArgumentException("bodyTemplate is neither a JSON object nor an array");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("bodyTemplate is not a JSON document: " + e.getOriginalMessage(), e);
        }
        return template;
    }

    /**
     * Fills in the body.
     *
     * @throws IllegalArgumentException when it has a name that neither a strategy nor the values have
     */
    public String fill(Map<String, String> values) {
        VALUE.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!KNOWN.contains(name) && !values.containsKey(name)) {
                Set<String> known = new TreeSet<>(KNOWN);
                known.addAll(values.keySet());
                throw new IllegalArgumentException("bodyTemplate has {" + name + "}; known names are " + known);
            }
        });
        return filled(values);
    }

    private String filled(Map<String, String> values) {
        return PART.matcher(text).replaceAll(part -> Matcher.quoteReplacement(part(part.group(), values)));
    }

    /** Writes a flat object. */
    static String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    private static String part(String part, Map<String, String> values) {
        boolean quoted = part.startsWith("\"");
        Matcher whole = VALUE.matcher(quoted ? part.substring(1, part.length() - 1) : part);
        if (whole.matches()) {
            String value = values.get(whole.group(1));
            boolean plain = !quoted && value != null && NUMBER.matcher(value).matches();
            return value == null ? "null" : plain ? value : "\"" + escaped(value) + "\"";
        }
        return VALUE.matcher(part).replaceAll(found -> Matcher.quoteReplacement(escaped(values.get(found.group(1)))));
    }

    private static String escaped(@Nullable String value) {
        return value == null ? "" : new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }
}
