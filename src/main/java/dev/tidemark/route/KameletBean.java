package dev.tidemark.route;

import java.util.Map;

/**
 * A bean of a Kamelet's template.
 *
 * @param type the name of its class
 * @param properties what is set on it
 */
public record KameletBean(String type, Map<String, String> properties) {

    public KameletBean {
        properties = Map.copyOf(properties);
    }
}
