package dev.tidemark.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place in a route that uses a Kamelet.
 *
 * @param kamelet the Kamelet's name
 * @param parameters what the route sets, placeholders resolved; parameters left to their default are absent
 * @param hidden what the file has in place of a value, by that value: placeholders, whose values may be secret
 * @param file the route file
 * @param line the line of the Kamelet's name, counted from 1
 * @param places the file and line of each parameter that is set, right or wrong; it may come from elsewhere than the Kamelet
 * @param sound whether each parameter is right by itself; those that are not are absent
 */
public record KameletUse(
        String kamelet,
        Map<String, String> parameters,
        Map<String, String> hidden,
        String file,
        int line,
        Map<String, String> places,
        boolean sound) {
    public KameletUse {
        parameters = Map.copyOf(parameters);
        hidden = Map.copyOf(hidden);
        places = Map.copyOf(places);
    }

    /** Where to look for a mistake in a parameter: in its own line, or in that of the Kamelet when the route leaves it out. */
    public Problem problem(@Nullable String parameter, String what) {
        String own = parameter == null ? null : places.get(parameter);
        return new Problem(own == null ? file + ":" + line : own, masked(kamelet + ": " + what));
    }

    /** A message without the values of placeholders. */
    public String masked(String message) {
        return Shown.masked(message, hidden);
    }
}
