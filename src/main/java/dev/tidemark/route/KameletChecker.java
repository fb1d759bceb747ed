package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletDefinition;
import dev.tidemark.route.kamelet.KameletParameters;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.kamelet.Strategies;
import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Checks each use of a Kamelet against its definition, since Camel accepts any parameter with any value. */
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

    /**
     * A use of a Kamelet, and the parameters for its template.
     *
     * @param parameters the parameters of the Kamelet's template, as written
     */
    record Checked(KameletUse use, Substitution parameters) {
        /** A call inside the Kamelet, with its parameters filled in. */
        KameletCall inside(KameletCall call) {
            Node own = call.parameters();
            return new KameletCall(
                    call.step(), parameters.apply(call.uri()), own == null ? null : parameters.apply(own));
        }
    }

    /** Whether a call is of a Kamelet, and is not the end of its own Kamelet. */
    boolean isKamelet(KameletCall call) {
        return uri(call) != null && !call.isOwnEnd();
    }

    /** The use; null when the call is not of a Kamelet, or its name has a placeholder without a value. */
    @Nullable
    Checked check(KameletCall call, FileProblems problems) {
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
            parameters.checkRequired(call.uri(), each -> configured(each, path) != null);
            for (String each : definition.parameters().keySet()) {
                String key = configuredKey(each, path);
                parameters.addConfigured(each, key, properties.apply(key), call.uri());
            }
        }
        KameletUse use = new KameletUse(
                name,
                parameters.values(),
                parameters.hidden(),
                Nodes.file(call.uri()),
                Nodes.line(call.uri()),
                parameters.places(),
                parameters.areSound());
        return new Checked(
                use, new Substitution(parameters.written(), byDefault(definition, path, call.uri()), call.uri()));
    }

    /** Whether a Kamelet is used without a parameter that it declares. */
    boolean lacks(KameletCall call, String parameter) {
        String uri = uri(call);
        KameletDefinition definition = uri == null ? null : kamelets.find(path(uri)[0]);
        return uri != null
                && definition != null
                && definition.parameters().containsKey(parameter)
                && Nodes.value(call.parameters(), parameter) == null
                && !uri.matches(".*[?&]" + parameter + "=.*");
    }

    /** The template's values of parameters that are not set where the Kamelet is used. */
    private Map<String, Node> byDefault(@Nullable KameletDefinition definition, String[] path, Node at) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (definition != null) {
            definition.parameters().forEach((name, rule) -> {
                String configured = configured(name, path);
                String value = configured == null ? rule.byDefault() : configured;
                if (value != null) {
                    values.put(name, Nodes.scalar(value, at));
                }
            });
        }
        return values;
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
            problems.add(at, "cannot read the URI's query: " + SafeText.escaped(String.valueOf(e.getMessage())));
        }
        pairs.forEach((key, value) -> parameters.add(key, String.valueOf(value), String.valueOf(value), at));
    }

    /**
     * The configured value of a parameter: Camel also reads a Kamelet's parameters from the configuration, for all its uses
     * or for one route.
     */
    private @Nullable String configured(String parameter, String[] path) {
        return properties.apply(configuredKey(parameter, path));
    }

    private String configuredKey(String parameter, String[] path) {
        String all = "camel.kamelet." + path[0] + ".";
        String own = path.length > 1 ? all + path[1] + "." + parameter : all + parameter;
        return properties.apply(own) == null ? all + parameter : own;
    }

    private String unknown(String name) {
        String strategy = Strategies.of(name);
        if (strategy != null) {
            var known = Strategies.all(kamelets);
            return "unknown strategy " + SafeText.quoted(strategy) + ": the Kamelet " + SafeText.quoted(name)
                    + " does not exist" + Suggestion.didYouMean(strategy, known) + " (known: " + SafeText.list(known)
                    + ")";
        }
        return "unknown Kamelet " + SafeText.quoted(name) + Suggestion.didYouMean(name, kamelets.names()) + " (known: "
                + SafeText.list(kamelets.names()) + ")";
    }
}
