package dev.tidemark.route.kamelet;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The parameters of one use of a Kamelet. Each is checked when it is added. */
public final class KameletParameters {
    private static final Pattern RAW = Pattern.compile("RAW\\((.*)\\)|RAW\\{(.*)}", Pattern.DOTALL);

    private final String kamelet;
    private final Kamelets kamelets;
    private final @Nullable KameletDefinition definition;
    private final Placeholders placeholders;
    private final FileProblems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> hidden = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, Node> written = new LinkedHashMap<>();
    private final Set<String> named = new LinkedHashSet<>();
    private boolean sound = true;

    public KameletParameters(String kamelet, Kamelets kamelets, Placeholders placeholders, FileProblems problems) {
        this.kamelet = kamelet;
        this.kamelets = kamelets;
        this.definition = kamelets.find(kamelet);
        this.placeholders = placeholders;
        this.problems = problems;
    }

    public Map<String, String> values() {
        return values;
    }

    /** The written form of values that may be secret, by value. */
    public Map<String, String> hidden() {
        return hidden;
    }

    /** The file and line of each added parameter. */
    public Map<String, String> places() {
        return places;
    }

    /** The Kamelet's parameters as written: with placeholders, but without {@code RAW(...)}. */
    public Map<String, Node> written() {
        return written;
    }

    /** Whether all parameters so far are valid. */
    public boolean areSound() {
        return sound;
    }

    public void add(NodeTuple entry) {
        String name = Nodes.key(entry);
        Node node = entry.getValueNode();
        String text = Nodes.text(node);
        if (!(node instanceof ScalarNode)) {
            isKnown(name, entry.getKeyNode());
            fault(
                    entry.getKeyNode(),
                    of(name) + " is a " + (node instanceof SequenceNode ? "list" : "map")
                            + ": it must be a plain text, such as `a, b`");
        } else if (text == null) {
            isKnown(name, entry.getKeyNode());
            fault(entry.getKeyNode(), of(name) + " has no value: add a value, or delete the line" + rule(name));
        } else {
            Placeholders.Resolved resolved = placeholders.resolve(text);
            if (resolved.isAbsent() && isOfAnother(name)) {
                return;
            }
            add(name, text, resolved.text(), entry.getKeyNode());
            if (resolved.isAbsent()) {
                named.remove(name);
            } else if (resolved.text() == null) {
                sound = false;
            }
            if (!Placeholders.isIn(text)) {
                // Elsewhere, Camel accepts a lone }}; in a Kamelet's URI it prevents the start.
                resolved.faults().forEach(fault -> fault(entry.getKeyNode(), of(name) + " " + fault));
            }
        }
    }

    /** Adds a parameter. Without a resolved value, only the name is checked. */
    public void add(String name, String written, @Nullable String resolved, Node at) {
        boolean known = isKnown(name, at);
        if (resolved == null) {
            return;
        }
        String value = withoutRaw(resolved);
        boolean isRaw = !value.equals(resolved);
        this.written.put(name, Nodes.scalar(withoutRaw(written), at));
        if (!written.equals(resolved) && !value.isBlank()) {
            hidden.put(value, written);
        }
        boolean cut = !isRaw && value.contains("&");
        if (cut) {
            fault(
                    at,
                    of(name) + " contains a `&`, where Camel would cut it off: write `;` between the parameters of a"
                            + " query, or put the whole value in `RAW(...)`");
        }
        ParameterRule rule = definition == null ? null : definition.parameters().get(name);
        if (definition != null && definition.required().contains(name) && value.isBlank()) {
            fault(at, of(name) + " is empty: add a value");
        } else if (known && rule != null && !rule.allows(value)) {
            List<String> mistakes = name.equals("url") ? AddressRule.mistakes(written, value) : List.of();
            mistakes.forEach(mistake -> fault(at, of(name) + " " + mistake));
            if (mistakes.isEmpty()) {
                fault(at, of(name) + " is " + shown(rule, written, resolved) + ": it " + rule.rule());
            }
        } else if (!cut) {
            values.put(name, value);
        }
    }

    /**
     * Adds the configured value of a parameter, which one that is set in the route overrides.
     *
     * @param key the key that configures it
     * @param written its value; null when it is not configured
     * @param at the use of the Kamelet
     */
    public void addConfigured(String name, String key, @Nullable String written, Node at) {
        String value = written == null ? null : placeholders.resolve(written).text();
        if (written == null || value == null || places.containsKey(name)) {
            return;
        }
        ParameterRule rule = definition == null ? null : definition.parameters().get(name);
        if (rule != null && !rule.allows(value)) {
            fault(
                    at,
                    of(name) + ", configured by " + SafeText.quoted(key) + ", is " + shown(rule, written, value)
                            + ": it " + rule.rule());
            return;
        }
        values.put(name, value);
        if (!value.equals(written) && !value.isBlank()) {
            hidden.put(value, written);
        }
    }

    private static String withoutRaw(String text) {
        Matcher raw = RAW.matcher(text);
        return raw.matches() ? String.valueOf(raw.group(1) != null ? raw.group(1) : raw.group(2)) : text;
    }

    public void checkRequired(Node at, Predicate<String> isConfigured) {
        if (definition == null) {
            return;
        }
        for (String name : definition.required()) {
            if (!named.contains(name) && !isConfigured.test(name)) {
                fault(at, kamelet + " needs the parameter " + SafeText.quoted(name) + rule(name));
            }
        }
    }

    private void fault(Node at, String what) {
        sound = false;
        problems.add(at, what);
    }

    /** A template for several strategies may set a parameter that only one of them has, where a stream has a value for it. */
    private boolean isOfAnother(String name) {
        return definition != null
                && !definition.parameters().containsKey(name)
                && !kamelets.having(name).isEmpty();
    }

    private boolean isKnown(String name, Node at) {
        named.add(name);
        places.put(name, Nodes.where(at));
        if (definition == null || definition.parameters().containsKey(name)) {
            return true;
        }
        Set<String> known = definition.parameters().keySet();
        SortedSet<String> others = kamelets.having(name);
        if (others.isEmpty()) {
            // The closest name was probably intended, so it is not also reported as missing.
            Suggestion.closest(name, known).ifPresent(named::add);
        }
        fault(
                at,
                kamelet + " has no parameter " + SafeText.quoted(name)
                        + (others.isEmpty()
                                ? Suggestion.didYouMean(name, known)
                                : "; it belongs to " + String.join(", ", others))
                        + " (known: " + SafeText.list(known) + ")");
        return false;
    }

    /** The value as shown in messages. A placeholder's value may be secret, so only the text in the file is shown. */
    private static String shown(ParameterRule rule, String written, String resolved) {
        if (rule.isSecret()) {
            return "not valid";
        }
        return SafeText.quoted(written)
                + (written.equals(resolved) ? "" : " (its value is not shown, since it may be" + " secret)");
    }

    private String rule(String name) {
        ParameterRule rule = definition == null ? null : definition.parameters().get(name);
        return rule == null ? "" : "; it " + rule.rule();
    }

    private String of(String name) {
        return "the parameter " + SafeText.quoted(name) + " of " + SafeText.escaped(kamelet);
    }
}
