package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks a route file against Camel's YAML schema. Unlike JSON Schema, and like Camel, it accepts a number in place of a
 * text, and a placeholder in place of a number or a boolean.
 */
public final class SchemaCheck {
    private final Placeholders placeholders;
    private final FileProblems problems;

    public SchemaCheck(Placeholders placeholders, FileProblems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    public void check(Node document, SchemaRule schema) {
        check(document, schema, "the file");
    }

    /** Checks a node. Messages use the name for it. */
    private void check(Node node, SchemaRule rule, String name) {
        Set<String> kinds = rule.kinds();
        if (!kinds.isEmpty() && !fits(node, kinds)) {
            problems.add(node, wrongKind(node, kinds, name));
        } else if (node instanceof MappingNode) {
            checkKeys(node, rule, name);
        } else if (node instanceof SequenceNode) {
            SchemaRule item = rule.item();
            if (item != null) {
                Nodes.items(node).forEach(each -> check(each, item, "an item of " + name));
            }
        } else {
            checkChoice(node, rule, name);
        }
    }

    private void checkKeys(Node map, SchemaRule rule, String name) {
        Map<String, SchemaRule> known = rule.keys();
        Set<String> present =
                Nodes.entries(map).stream().map(Nodes::key).collect(Collectors.toCollection(TreeSet::new));
        for (NodeTuple entry : Nodes.entries(map)) {
            String key = Nodes.key(entry);
            SchemaRule value = known.get(key);
            if (value != null) {
                check(entry.getValueNode(), value, SafeText.quoted(key));
            } else if (rule.isClosed()) {
                Optional<String> meant = Suggestion.closest(key, known.keySet());
                meant.ifPresent(present::add);
                problems.add(
                        entry.getKeyNode(),
                        "unknown key " + SafeText.quoted(key)
                                + meant.map(close -> ", did you mean " + SafeText.quoted(close) + "?")
                                        .orElse(" in " + name + " (known: " + SafeText.list(known.keySet()) + ")"));
            }
        }
        for (String key : rule.required()) {
            if (!present.contains(key)) {
                problems.add(map, name + " needs the key " + SafeText.quoted(key));
            }
        }
        if (rule.holdsOneKey() && Nodes.entries(map).size() > 1) {
            problems.add(
                    Nodes.entries(map).get(1).getKeyNode(),
                    name + " has several keys (" + keyList(map)
                            + "): start each with its own `- `, or indent the keys that belong to the first");
        }
    }

    private void checkChoice(Node node, SchemaRule rule, String name) {
        String text = resolved(node);
        if (text != null
                && !rule.choices().isEmpty()
                && rule.choices().stream().noneMatch(choice -> choice.equalsIgnoreCase(text))) {
            problems.add(
                    node,
                    name + " is " + SafeText.quoted(String.valueOf(Nodes.text(node))) + ": it must be one of "
                            + SafeText.list(rule.choices()));
        }
    }

    private boolean fits(Node node, Set<String> kinds) {
        if (node instanceof MappingNode) {
            return kinds.contains("object");
        }
        if (node instanceof SequenceNode) {
            return kinds.contains("array");
        }
        if (Nodes.isNull(node)) {
            return false;
        }
        if (kinds.contains("string")) {
            return true;
        }
        String text = resolved(node);
        return text == null
                || (kinds.contains("boolean") && text.toLowerCase(Locale.ROOT).matches("true|false"))
                || (kinds.contains("number") && text.matches("[+-]?\\d+(\\.\\d+)?"));
    }

    /** The text with placeholders resolved; null when one has no value, which is reported elsewhere. */
    private @Nullable String resolved(Node scalar) {
        String text = Nodes.text(scalar);
        return text != null && Placeholders.isIn(text)
                ? placeholders.resolve(text).text()
                : text;
    }

    private static String wrongKind(Node node, Set<String> kinds, String name) {
        String rule = " must be " + kinds.stream().map(SchemaCheck::readable).collect(Collectors.joining(" or "));
        String text = Nodes.text(node);
        String shown = node instanceof MappingNode
                ? "a map"
                : node instanceof SequenceNode ? "a list" : text == null ? "empty" : SafeText.quoted(text);
        return name + " is " + shown + ": it" + rule;
    }

    private static String readable(String kind) {
        return switch (kind) {
            case "object" -> "a map of keys";
            case "array" -> "a list (each item starts with `- `)";
            case "string" -> "a text";
            case "boolean" -> "`true` or `false`";
            default -> "a number";
        };
    }

    private static String keyList(Node map) {
        return Nodes.entries(map).stream()
                .map(entry -> SafeText.quoted(Nodes.key(entry)))
                .collect(Collectors.joining(", "));
    }
}
