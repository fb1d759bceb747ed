package dev.tidemark.route;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bean of a Kamelet's template.
 *
 * @param type the name of its class
 * @param properties what is set on it
 * @param parameters of the Kamelet, by the properties that take their value from one
 */
public record KameletBean(String type, Map<String, String> properties, Map<String, String> parameters) {

    public KameletBean {
        // In order: what is wrong with them is told in the same one each time.
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        parameters = Map.copyOf(parameters);
    }
}
