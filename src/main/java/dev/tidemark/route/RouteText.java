package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletDefinition;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.kamelet.ParameterRule;
import dev.tidemark.route.kamelet.Strategies;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The text of a new route file: the given parameters, and every other parameter as a comment, with its Kamelet's
 * descriptions.
 */
public final class RouteText {
    private static final String SINK = "jdbc-upsert-sink";
    private static final int WIDTH = 110;

    private final Kamelets kamelets;
    private final StringBuilder text = new StringBuilder();

    private RouteText(Kamelets kamelets) {
        this.kamelets = kamelets;
    }

    /**
     * Writes the text.
     *
     * @param parameters the strategy's parameters; a check of the file validates them
     * @throws IllegalArgumentException when the strategy is unknown
     */
    public static String of(
            Kamelets kamelets, String name, String strategy, Map<String, String> parameters, String table) {
        Set<String> known = new TreeSet<>(Strategies.all(kamelets));
        if (!known.contains(strategy)) {
            throw new IllegalArgumentException("unknown strategy"
                    + " " + SafeText.quoted(strategy) + Suggestion.didYouMean(strategy, known)
                    + "; known strategies are"
                    + " " + known);
        }
        return new RouteText(kamelets).write(name, "incremental-" + strategy + "-source", parameters, table);
    }

    private String write(String name, String source, Map<String, String> parameters, String table) {
        line(
                0,
                "# One source. `./tidemark check` reports mistakes in it, and `./tidemark sync " + name
                        + " --dry-run`");
        line(
                0,
                "# requests and reads without writing. Lines that start with # show defaults, or examples of"
                        + " parameters without a default.");
        line(0, "- route:");
        line(4, "id: " + quoted(name));
        line(4, "from:");
        line(6, "uri: kamelet:" + source);
        line(6, "parameters:");
        parameters(8, source, parameters);
        line(6, "# Any Camel steps may come before the last one; they receive a list of records.");
        line(6, "steps:");
        line(8, "- to:");
        line(12, "uri: kamelet:" + SINK);
        line(12, "parameters:");
        parameters(14, SINK, sink(parameters, table));
        return text.toString();
    }

    /** The sink's parameters: the source's key fields also identify a row in the table. */
    private static Map<String, String> sink(Map<String, String> parameters, String table) {
        Map<String, String> sink = new LinkedHashMap<>(Map.of("table", table));
        String key = parameters.getOrDefault("keyField", parameters.get("idField"));
        if (key != null) {
            sink.put("primaryKey", key);
        }
        return sink;
    }

    /** Writes the given parameters first, then those with their defaults. */
    private void parameters(int indent, String kamelet, Map<String, String> given) {
        KameletDefinition definition = kamelets.find(kamelet);
        Map<String, ParameterRule> rules = definition == null ? Map.of() : definition.parameters();
        given.forEach((name, value) -> {
            explain(indent, rules.get(name));
            line(indent, name + ": " + quoted(value));
        });
        rules.forEach((name, rule) -> {
            if (!given.containsKey(name)) {
                String shown = rule.sample();
                explain(indent, rule);
                line(indent, "# " + name + ":" + (shown.isEmpty() ? "" : " " + quoted(shown)));
            }
        });
    }

    private void explain(int indent, @Nullable ParameterRule rule) {
        if (rule != null) {
            for (String part : wrapped(rule.description(), WIDTH - indent)) {
                line(indent, "# " + part);
            }
        }
    }

    private void line(int indent, String what) {
        text.append(" ".repeat(indent)).append(what).append('\n');
    }

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static List<String> wrapped(String sentence, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
