package dev.tidemark.route.kamelet;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The definition of a Kamelet.
 *
 * @param beans the beans of its template, with their properties as written
 * @param template its template; null when the file has none
 */
public record KameletDefinition(
        String name,
        Map<String, ParameterRule> parameters,
        List<String> required,
        List<KameletBean> beans,
        @Nullable Node template) {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\{\\??(\\w+)}}");

    /** Reads the {@code definition} part of a Kamelet file. Mistakes are added to the problems. */
    static KameletDefinition read(String name, Node kamelet, FileProblems problems) {
        String named = Nodes.text(Nodes.value(kamelet, "metadata"), "name");
        if (!name.equals(named)) {
            problems.add(
                    kamelet,
                    "the file is named after " + SafeText.quoted(name) + ", but its `metadata.name` is "
                            + (named == null ? "missing" : SafeText.quoted(named)) + ": make them equal");
        }
        Node definition = Nodes.value(Nodes.value(kamelet, "spec"), "definition");
        Map<String, ParameterRule> parameters = new LinkedHashMap<>();
        for (NodeTuple entry : Nodes.entries(Nodes.value(definition, "properties"))) {
            parameters.put(Nodes.key(entry), rule(entry, problems));
        }
        List<String> required = Nodes.items(Nodes.value(definition, "required")).stream()
                .map(Nodes::text)
                .filter(Objects::nonNull)
                .toList();
        Node template = Nodes.value(Nodes.value(kamelet, "spec"), "template");
        List<KameletBean> beans = Nodes.items(Nodes.value(template, "beans")).stream()
                .map(KameletDefinition::bean)
                .toList();
        return new KameletDefinition(name, parameters, required, beans, template);
    }

    /** The template's {@code from} with its steps; null when the file has no template. */
    @Nullable
    public Node from() {
        Node route = Nodes.value(template, "route");
        return Nodes.value(route == null ? template : route, "from");
    }

    private static KameletBean bean(Node bean) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (NodeTuple entry : Nodes.entries(Nodes.value(bean, "properties"))) {
            String value = String.valueOf(Nodes.text(entry.getValueNode()));
            properties.put(Nodes.key(entry), value);
            Matcher parameter = PARAMETER.matcher(value);
            if (parameter.matches()) {
                parameters.put(Nodes.key(entry), parameter.group(1));
            }
        }
        String type = String.valueOf(Nodes.text(bean, "type"));
        return new KameletBean(type.replaceFirst("^#class:", ""), properties, parameters);
    }

    private static ParameterRule rule(NodeTuple entry, FileProblems problems) {
        try {
            return new ParameterRule(entry.getValueNode());
        } catch (IllegalArgumentException e) {
            problems.add(
                    entry.getKeyNode(),
                    "the definition of " + SafeText.quoted(Nodes.key(entry))
                            + " has an invalid `minimum`, `maximum` or `pattern`: "
                            + SafeText.escaped(String.valueOf(e.getMessage())));
            // It is reported once; the parameter is then treated as declared without a rule.
            return new ParameterRule(entry.getKeyNode());
        }
    }
}
