package dev.tidemark.route.kamelet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bean of a Kamelet's template.
 *
 * @param type the name of its class
 * @param properties the properties that are set on it
 * @param parameters the Kamelet's parameters, by the properties that use them
 */
public record KameletBean(String type, Map<String, String> properties, Map<String, String> parameters) {

    public KameletBean {
        // Sorted, so that problems are always reported in the same order.
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        parameters = Map.copyOf(parameters);
    }
}
