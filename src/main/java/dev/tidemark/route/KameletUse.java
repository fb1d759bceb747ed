package dev.tidemark.route;

import java.util.Map;

/**
 * One place in a route that uses a Kamelet.
 *
 * @param kamelet the Kamelet's name
 * @param parameters what the route sets, placeholders resolved; parameters left to their default are absent
 * @param hidden what the file has in place of a value, by that value: placeholders, whose values may be secret
 * @param file the route file
 * @param line the line of the Kamelet's name, counted from 1
 */
public record KameletUse(
        String kamelet, Map<String, String> parameters, Map<String, String> hidden, String file, int line) {
    public KameletUse {
        parameters = Map.copyOf(parameters);
        hidden = Map.copyOf(hidden);
    }

    /** A message without the values of placeholders. */
    public String masked(String message) {
        return Shown.masked(message, hidden);
    }
}
