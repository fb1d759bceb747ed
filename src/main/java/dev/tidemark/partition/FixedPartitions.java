package dev.tidemark.partition;

import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Partitions that a parameter lists, {@code region=eu,us; tier=a,b}: each combination of the values. A value that comes twice
 * counts once. {@code ,,} is a literal comma, and {@code ;;} a literal semicolon. Immutable.
 *
 * @param values the values by name, in their order
 */
record FixedPartitions(Map<String, Set<String>> values) {

    /** @throws IllegalArgumentException when the text has another form */
    static FixedPartitions of(String text) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (String part : split(text, ';')) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("partitions has " + SafeText.quoted(part.strip())
                        + ", which is not name=value,value; write a literal semicolon as two");
            }
            String name = part.substring(0, equals).strip();
            PartitionNames.requireValid(name, "partitions", "rename it");
            if (values.put(name, values(name, part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(
                        "partitions has the name `" + name + "` twice; write all of its values after one");
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("partitions " + SafeText.quoted(text)
                    + " has no name; write name=value,value, such as region=eu,us");
        }
        return new FixedPartitions(values);
    }

    private static Set<String> values(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("partitions has no values for the name `" + name
                    + "`; write them after the equals sign, such as " + name + "=a,b");
        }
        Set<String> values = new LinkedHashSet<>();
        for (String value : split(text, ',')) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(
                        "partitions has an empty value for the name `" + name + "`; remove the comma beside it");
            }
            values.add(value.strip());
        }
        return values;
    }

    /** The parts between single separators; two are a literal one. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean separates = text.charAt(i) == separator;
            if (separates && i + 1 < text.length() && text.charAt(i + 1) == separator) {
                i++;
            } else if (separates) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(text.charAt(i));
        }
        parts.add(part.toString());
        return parts;
    }

    /** The first value of each name. */
    Map<String, String> first() {
        Map<String, String> first = new LinkedHashMap<>();
        values.forEach((name, all) -> first.put(name, all.iterator().next()));
        return first;
    }

    /** Each combination of the values, in their order. */
    void each(Consumer<Map<String, String>> consumer) {
        each(new ArrayList<>(values.keySet()), new LinkedHashMap<>(), consumer);
    }

    private void each(List<String> names, Map<String, String> chosen, Consumer<Map<String, String>> consumer) {
        if (names.isEmpty()) {
            consumer.accept(new LinkedHashMap<>(chosen));
            return;
        }
        String name = names.get(0);
        for (String value : values.getOrDefault(name, Set.of())) {
            chosen.put(name, value);
            each(names.subList(1, names.size()), chosen, consumer);
        }
    }
}
