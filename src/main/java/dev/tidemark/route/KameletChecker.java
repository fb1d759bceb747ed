package dev.tidemark.route;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Holds each use of a Kamelet against its definition, because Camel takes any parameter with any value. */
final class KameletChecker {
    private static final String SCHEME = "kamelet:";

    private final Kamelets kamelets;
    private final Placeholders placeholders;
    private final Function<String, @Nullable String> properties;

    KameletChecker(Kamelets kamelets, Placeholders placeholders, Function<String, @Nullable String> properties) {
        this.kamelets = kamelets;
        this.placeholders = placeholders;
        this.properties = properties;
    }

    /** The use, or null when the call is of something else or its name has a placeholder without a value. */
    @Nullable
    KameletUse check(KameletCall call, FileProblems problems) {
        String uri = uri(call);
        if (uri == null) {
            return null;
        }
        int mark = uri.indexOf('?');
        String[] path = path(uri);
        String name = path[0];
        KameletParameters parameters = new KameletParameters(name, kamelets, placeholders, problems);
        if (mark >= 0) {
            addQuery(uri.substring(mark + 1), call.uri(), parameters, problems);
        }
        for (NodeTuple entry : Nodes.entries(call.parameters())) {
            parameters.add(entry);
        }
        KameletDefinition definition = kamelets.find(name);
        if (definition == null) {
            problems.add(call.uri(), unknown(name));
        } else {
            parameters.checkRequired(call.uri(), each -> isConfigured(each, path));
        }
        return new KameletUse(
                name,
                parameters.values(),
                parameters.hidden(),
                problems.file(),
                Nodes.line(call.uri()),
                parameters.lines(),
                parameters.areSound());
    }

    /** The Kamelet's name and, if given, the id of this use. */
    private static String[] path(String uri) {
        int mark = uri.indexOf('?');
        return (mark < 0 ? uri : uri.substring(0, mark)).replaceFirst("^/+", "").split("/", 2);
    }

    private @Nullable String uri(KameletCall call) {
        String text = Nodes.text(call.uri());
        String uri = text == null ? null : placeholders.resolve(text).text();
        if (uri == null || (uri.contains("${") && call.step().matches("toD|wireTap"))) {
            return null;
        }
        return call.step().equals("kamelet") ? uri : uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : null;
    }

    private void addQuery(String query, Node at, KameletParameters parameters, FileProblems problems) {
        Map<String, Object> pairs = new LinkedHashMap<>();
        try {
            pairs.putAll(URISupport.parseQuery(query, true));
        } catch (URISyntaxException e) {
            problems.add(at, "the URI's query cannot be read: " + Shown.escaped(String.valueOf(e.getMessage())));
        }
        pairs.forEach((key, value) -> parameters.add(key, String.valueOf(value), String.valueOf(value), at));
    }

    /** Camel also takes a Kamelet's parameters from the configuration, for all its uses or for one route. */
    private boolean isConfigured(String parameter, String[] path) {
        String all = "camel.kamelet." + path[0] + ".";
        return properties.apply(all + parameter) != null
                || (path.length > 1 && properties.apply(all + path[1] + "." + parameter) != null);
    }

    private String unknown(String name) {
        String strategy = Strategies.of(name);
        if (strategy != null) {
            var known = Strategies.all(kamelets);
            return "there is no strategy " + Shown.value(strategy) + ", that is no Kamelet " + Shown.value(name)
                    + Suggestion.didYouMean(strategy, known) + " (known: " + Shown.list(known) + ")";
        }
        return "there is no Kamelet " + Shown.value(name) + Suggestion.didYouMean(name, kamelets.names()) + " (known: "
                + Shown.list(kamelets.names()) + ")";
    }
}
