package dev.tidemark.route.kamelet;

import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place in a route that uses a Kamelet.
 *
 * @param kamelet the Kamelet's name
 * @param parameters the parameters that the route sets, with placeholders resolved; parameters with their default are
 *     absent
 * @param hidden the text in the file by the value that it resolves to: placeholders, whose values may be secret
 * @param file the route file
 * @param line the line of the Kamelet's name, from 1
 * @param places the file and line of each parameter that is set, valid or not; it may differ from the Kamelet's
 * @param sound whether each parameter is valid by itself; invalid ones are absent
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

    /** A problem with a parameter, at the parameter's line, or at the Kamelet's line when the route does not set it. */
    public Problem problem(@Nullable String parameter, String what) {
        String own = parameter == null ? null : places.get(parameter);
        return new Problem(own == null ? file + ":" + line : own, masked(kamelet + ": " + what));
    }

    /** A message without the values of placeholders. */
    public String masked(String message) {
        return Placeholders.masked(message, hidden);
    }
}
