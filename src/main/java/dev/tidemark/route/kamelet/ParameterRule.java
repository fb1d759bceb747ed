package dev.tidemark.route.kamelet;

import dev.tidemark.route.yaml.DurationText;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The rule for one parameter of a Kamelet, from its definition in JSON Schema. */
public final class ParameterRule {
    private final String type;
    private final @Nullable String format;
    private final @Nullable BigDecimal minimum;
    private final @Nullable BigDecimal maximum;
    private final @Nullable Pattern pattern;
    private final List<String> choices = new ArrayList<>();
    private final @Nullable String byDefault;
    private final @Nullable String example;
    private final String description;

    /** Throws IllegalArgumentException when a bound is not a number or the pattern is invalid. */
    ParameterRule(Node definition) {
        String declared = Nodes.text(definition, "type");
        type = declared == null ? "string" : declared;
        format = Nodes.text(definition, "format");
        minimum = number(Nodes.text(definition, "minimum"));
        maximum = number(Nodes.text(definition, "maximum"));
        String regex = Nodes.text(definition, "pattern");
        pattern = regex == null ? null : Pattern.compile(regex);
        for (Node choice : Nodes.items(Nodes.value(definition, "enum"))) {
            String text = Nodes.text(choice);
            choices.add(text == null ? "" : text);
        }
        byDefault = Nodes.text(definition, "default");
        example = Nodes.text(definition, "example");
        String text = Nodes.text(definition, "description");
        description = text == null ? "" : text;
    }

    @Nullable
    public String byDefault() {
        return byDefault;
    }

    public String description() {
        return description;
    }

    /** The default, or the example when there is no default; empty when there is neither. */
    public String sample() {
        return byDefault != null && !byDefault.isEmpty() ? byDefault : example == null ? "" : example;
    }

    boolean isSecret() {
        return "password".equals(format);
    }

    boolean allows(String value) {
        return hasType(value)
                && (choices.isEmpty() || choices.contains(value))
                && (pattern == null || pattern.matcher(value).find());
    }

    /** As in "must be a whole number, at least 1 (default 50)". */
    String rule() {
        return kind() + range() + shape() + hints();
    }

    private boolean hasType(String value) {
        return switch (type) {
            case "integer" -> value.matches("[+-]?\\d{1,18}") && isInRange(new BigDecimal(value));
            case "number" -> value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?") && isInRange(new BigDecimal(value));
            case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            default -> !"duration".equals(format) || DurationText.isValid(value);
        };
    }

    private boolean isInRange(BigDecimal value) {
        return (minimum == null || value.compareTo(minimum) >= 0) && (maximum == null || value.compareTo(maximum) <= 0);
    }

    private String kind() {
        if (!choices.isEmpty()) {
            return "must be one of " + choices.stream().map(SafeText::quoted).collect(Collectors.joining(", "));
        }
        return switch (type) {
            case "integer" -> "must be a whole number";
            case "number" -> "must be a number";
            case "boolean" -> "must be `true` or `false`";
            default -> "duration".equals(format) ? DurationText.RULE : "must be a text";
        };
    }

    private String shape() {
        if ("duration".equals(format)) {
            return pattern == null ? "" : ", greater than zero";
        }
        return pattern == null ? "" : " of the form `" + pattern + "`";
    }

    private String range() {
        if (minimum != null && maximum != null) {
            return " from " + minimum.toPlainString() + " to " + maximum.toPlainString();
        }
        return minimum != null
                ? ", at least " + minimum.toPlainString()
                : maximum != null ? ", at most " + maximum.toPlainString() : "";
    }

    private String hints() {
        List<String> hints = new ArrayList<>();
        if (byDefault != null) {
            hints.add("default " + SafeText.quoted(byDefault));
        }
        if (example != null) {
            hints.add("for example " + SafeText.quoted(example));
        }
        return hints.isEmpty() ? "" : " (" + String.join(", ", hints) + ")";
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
