package dev.tidemark.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kamelet's template, taken apart. */
final class Template {

    private static final Set<String> CALLS = Set.of("from", "to", "toD", "wireTap", "poll");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    private final Kamelet kamelet;
    private final List<Entry> entries = new ArrayList<>();

    Template(Kamelet kamelet) {
        this.kamelet = kamelet;
        JsonNode template = kamelet.template();
        collect(template.has("route") ? template.get("route") : template);
    }

    /** A key of a step, or of a part of one, with what is below it. */
    record Entry(String key, JsonNode value) {

        /** The endpoint that is called here; empty when none is. */
        String uri() {
            if (value.isTextual()) {
                return CALLS.contains(key) ? value.asText() : "";
            }
            return value.path("uri").asText();
        }
    }

    /** All, in the order of the file; endpoint options and beans are left out. */
    List<Entry> entries() {
        return entries;
    }

    /** The endpoints, the first among them the route's input. */
    List<String> uris() {
        return entries.stream().map(Entry::uri).filter(uri -> !uri.isEmpty()).toList();
    }

    /** The scheme of an endpoint; that of the default or example when the whole address is a parameter. */
    String scheme(String uri) {
        String address = uri;
        if (uri.startsWith("{{")) {
            JsonNode parameter = kamelet.definition()
                    .path("properties")
                    .path(uri.substring(2, uri.indexOf("}}")).replaceFirst("^\\?", ""));
            address = parameter
                    .path(parameter.has("default") ? "default" : "example")
                    .asText();
        }
        return address.replaceFirst(":.*", "");
    }

    /** What is between double braces, with question mark and default. */
    Set<String> placeholders() {
        Set<String> placeholders = new TreeSet<>();
        collectPlaceholders(kamelet.template(), placeholders);
        return placeholders;
    }

    Set<String> beanNames() {
        return new TreeSet<>(kamelet.template().path("beans").findValuesAsText("name"));
    }

    List<String> beanTypes() {
        return kamelet.template().path("beans").findValuesAsText("type");
    }

    private void collect(JsonNode node) {
        node.properties().forEach(each -> {
            if (!Set.of("beans", "parameters").contains(each.getKey())) {
                entries.add(new Entry(each.getKey(), each.getValue()));
                collect(each.getValue());
            }
        });
        if (node.isArray()) {
            node.forEach(this::collect);
        }
    }

    private static void collectPlaceholders(JsonNode node, Set<String> placeholders) {
        if (node.isTextual()) {
            Matcher found = PLACEHOLDER.matcher(node.asText());
            while (found.find()) {
                placeholders.add(found.group(1));
            }
        }
        node.forEach(each -> collectPlaceholders(each, placeholders));
    }
}
