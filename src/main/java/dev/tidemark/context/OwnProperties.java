package dev.tidemark.context;

import dev.tidemark.http.Clients;
import dev.tidemark.route.yaml.JsonText;
import dev.tidemark.route.yaml.Placeholders;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/**
 * Tidemark's own properties of a context.
 *
 * @param written the values as written, with placeholders
 * @param resolved the values with placeholders resolved
 */
record OwnProperties(Map<String, String> written, Map<String, String> resolved) {

    static OwnProperties of(CamelContext context) {
        Properties found = context.getPropertiesComponent().loadProperties(name -> name.startsWith("tidemark."));
        Map<String, String> written = new TreeMap<>();
        found.stringPropertyNames().forEach(name -> written.put(name, found.getProperty(name)));
        Map<String, String> resolved = new TreeMap<>();
        written.forEach((key, value) -> resolved.put(key, resolved(context, key, value)));
        return new OwnProperties(written, resolved);
    }

    /** Removes the values of placeholders, which may be secret, from a sentence. */
    String masked(String sentence) {
        return Placeholders.masked(sentence, written, resolved);
    }

    private static String resolved(CamelContext context, String key, String value) {
        String json = Clients.isJson(key) ? JsonText.withTexts(value, context::resolvePropertyPlaceholders) : null;
        return json == null ? context.resolvePropertyPlaceholders(value) : json;
    }
}
