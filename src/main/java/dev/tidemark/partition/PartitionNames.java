package dev.tidemark.partition;

import dev.tidemark.route.kamelet.UrlPath;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names in single braces that requests get from partitions: all that are not a strategy's own. They identify a partition.
 *
 * @param parameters the parameter that has it, by name
 */
record PartitionNames(Map<String, String> parameters) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The names of values that a strategy provides, or may provide in a later version. */
    private static final Set<String> RESERVED = new TreeSet<>(Set.of(
            "cursor", "token", "key", "limit", "offset", "page", "start", "end", "now", "windowStart", "windowEnd"));

    /** @param templates the texts that may have names in braces, by their parameters */
    static PartitionNames of(Map<String, String> templates) {
        Map<String, String> parameters = new LinkedHashMap<>();
        templates.forEach((parameter, text) -> UrlPath.PLACEHOLDER
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(name -> !RESERVED.contains(name))
                .forEach(name -> parameters.putIfAbsent(name, parameter)));
        return new PartitionNames(parameters);
    }

    Set<String> names() {
        return parameters.keySet();
    }

    /**
     * The name in braces for a column or a fixed name: the same one, or else the one that differs in case only; itself when
     * no brace has it.
     */
    String of(String name) {
        return parameters.containsKey(name)
                ? name
                : names().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    /**
     * Checks a name that a partition has.
     *
     * @param where what has the name, as the subject of a sentence
     * @throws IllegalArgumentException when it is not a name, or is reserved
     */
    static void requireValid(String name, String where, String fix) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(where + " has the name " + SafeText.quoted(name)
                    + "; a name has letters, digits and underscores, and no digit at its start: " + fix);
        }
        for (String reserved : RESERVED) {
            if (reserved.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(where + " has the name " + SafeText.quoted(name)
                        + ", which is reserved for the strategies (" + String.join(", ", RESERVED) + "): " + fix);
            }
        }
    }

    /** @throws IllegalArgumentException when two names differ in case only */
    void requireDistinct() {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names()) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(parameters.get(name) + " has {" + name + "} and {" + of(seen, name)
                        + "}, which differ in case only; write one of them");
            }
        }
    }

    private static String of(Collection<String> names, String other) {
        return names.stream().filter(other::equalsIgnoreCase).findFirst().orElse(other);
    }

    /**
     * Checks that partitions have each name in braces.
     *
     * @param known the names that they have
     * @param owner the parameter from which they have them
     * @throws IllegalArgumentException when they lack one
     */
    void requireAmong(Collection<String> known, String owner) {
        parameters.forEach((name, parameter) -> {
            if (!known.contains(name)) {
                Set<String> all = new TreeSet<>(known);
                all.addAll(RESERVED);
                throw new IllegalArgumentException(parameter + " has {" + name + "}, which " + owner
                        + " does not have; its names are " + SafeText.list(known) + Suggestion.didYouMean(name, all));
            }
        });
    }
}
