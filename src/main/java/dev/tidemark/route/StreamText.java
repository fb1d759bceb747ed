package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** The text of a file with a template and its streams. */
public final class StreamText {

    private static final String STEPS =
            """
                  # Any Camel steps may come before the last one; they receive a list of records.
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{table}}"
                          primaryKey: id
            """;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private StreamText() {}

    /** A template and its file. */
    public record Template(Path file, Node node) {

        /** Whether it declares a parameter. */
        public boolean has(String parameter) {
            return Nodes.items(Nodes.value(node, "parameters")).stream()
                    .anyMatch(each -> parameter.equals(Nodes.text(each, "name")));
        }

        /** The parameter that names the source of each stream. */
        public String nameParameter() {
            Node route = Nodes.value(node, "route");
            Node from = Nodes.value(route == null ? node : route, "from");
            String source = Nodes.text(Nodes.value(from, "parameters"), "source");
            return PLACEHOLDER
                    .matcher(source == null ? "" : source)
                    .results()
                    .map(found -> found.group(1))
                    .filter(this::has)
                    .findFirst()
                    .orElse("stream");
        }
    }

    /**
     * The text of a new file.
     *
     * @param url the address of the first stream; its last part is the name of the stream
     * @param shared other parameters of the strategy, with the values that all streams share unless they set their own
     */
    public static String ofTemplate(String name, String strategy, String url, Map<String, String> shared) {
        int slash = url.lastIndexOf('/');
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("url", url.substring(0, Math.max(slash, 0)));
        parameters.put("client", "default");
        parameters.put("cursorField", "updatedAt");
        parameters.put("period", "60s");
        parameters.putAll(shared);
        StringBuilder text =
                new StringBuilder("# The streams of one API: the template contains what they have in common,"
                        + " and each templatedRoute is a source.\n# `./tidemark new STREAM --from-template " + name
                        + "` adds one. `./tidemark check` reports mistakes.\n");
        text.append("- routeTemplate:\n    id: ").append(RouteText.quoted(name)).append("\n    parameters:\n");
        text.append("      # The last part of the URL, and of the name of the source.\n      - name: stream\n");
        text.append("      - name: table\n");
        text.append("      # A stream may set its own value in place of each of these.\n");
        parameters.forEach((key, value) -> text.append("      - name: ")
                .append(key)
                .append("\n        defaultValue: ")
                .append(RouteText.quoted(value))
                .append('\n'));
        text.append("    from:\n      uri: kamelet:incremental-")
                .append(strategy)
                .append("-source\n      parameters:\n");
        text.append("        source: ")
                .append(RouteText.quoted(name + "-{{stream}}"))
                .append('\n');
        parameters.keySet().forEach(key -> text.append("        ")
                .append(key)
                .append(key.equals("url") ? ": \"{{url}}/{{stream}}\"\n" : ": \"{{" + key + "}}\"\n"));
        return text.append(STEPS).toString();
    }

    /**
     * The file that has a template.
     *
     * @throws IllegalArgumentException when there is none; the message lists the known ones
     */
    public static Template find(Path routes, String template) throws IOException {
        Map<String, Template> files = new TreeMap<>();
        List<FileProblems> unreadable = new ArrayList<>();
        for (Path file : RouteFiles.in(routes)) {
            FileProblems problems = new FileProblems(file.toString());
            unreadable.add(problems);
            Node document = RouteDocument.read(file, problems);
            for (Node item : Nodes.items(document)) {
                Node found = Nodes.value(item, "routeTemplate");
                String id = Nodes.text(found, "id");
                if (found != null && id != null) {
                    files.put(id, new Template(file, found));
                }
            }
        }
        Template known = files.get(template);
        if (known == null) {
            throw new IllegalArgumentException("unknown route template " + SafeText.quoted(template)
                    + Suggestion.didYouMean(template, files.keySet())
                    + (files.isEmpty()
                            ? "; no file in " + routes + " has a routeTemplate"
                            : "; known templates are " + files.keySet())
                    + FileProblems.list(unreadable).stream()
                            .map(problem -> "\n" + problem)
                            .collect(Collectors.joining()));
        }
        return known;
    }

    /** The text of one more stream, for the end of a file. */
    public static String stream(String template, Map<String, String> parameters) {
        StringBuilder stream = new StringBuilder("\n- templatedRoute:\n    routeTemplateRef: ")
                .append(RouteText.quoted(template))
                .append("\n    parameters:\n");
        parameters.forEach((name, value) -> stream.append("      - name: ")
                .append(name)
                .append("\n        value: ")
                .append(RouteText.quoted(value))
                .append('\n'));
        return stream.toString();
    }
}
