package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.TemplatedSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A route file in the form in which Camel loads it: the checked file, with plain routes in place of templated routes and
 * Pipes.
 */
final class LoadedFile {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .build();

    private final Node document;
    private final List<LoadedItem> items;

    LoadedFile(Node document, List<LoadedItem> items) {
        this.document = document;
        this.items = List.copyOf(items);
    }

    /** The kinds of items in its list, including those that were generated. */
    Set<String> kinds() {
        return items.stream()
                .flatMap(item -> Stream.concat(
                        Stream.of(Nodes.key(Nodes.entries(item.node()).get(0))),
                        item.beans().stream().map(bean -> "beans")))
                .collect(Collectors.toSet());
    }

    boolean usesTemplates() {
        return Templates.areUsedIn(document);
    }

    /** The text of a route file with only these sources. */
    String text(Collection<Source> wanted) {
        return text(Nodes.list(nodes(wanted).map(Part::node).toList(), document));
    }

    /** That text in parts: of each source by the id of its route, and of all other items without a name. */
    Map<String, String> parts(Collection<Source> wanted) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("", nodes(List.of()).findAny().isEmpty() ? "" : text(List.of()));
        items.forEach(item -> {
            Source source = item.source();
            if (source != null && wanted.contains(source)) {
                List<Node> nodes = new ArrayList<>(item.beans());
                nodes.add(item.node());
                parts.put(source.routeId(), text(Nodes.list(nodes, document)));
            }
        });
        return parts;
    }

    /** Where each line of that text comes from. */
    Map<Integer, LoadedLine> lines(Collection<Source> wanted) {
        Map<Integer, LoadedLine> lines = new HashMap<>();
        List<Part> parts = nodes(wanted).toList();
        String text = text(Nodes.list(parts.stream().map(Part::node).toList(), document));
        List<Node> loaded = Nodes.items(
                new Compose(LoadSettings.builder().build()).composeString(text).orElse(null));
        for (int i = 0; i < loaded.size(); i++) {
            collect(loaded.get(i), parts.get(i).node(), parts.get(i).templated(), lines);
        }
        return lines;
    }

    private static void collect(
            Node loaded, Node written, @Nullable TemplatedSource templated, Map<Integer, LoadedLine> lines) {
        lines.putIfAbsent(Nodes.line(loaded), new LoadedLine(Nodes.where(written), templated));
        List<NodeTuple> entries = Nodes.entries(loaded);
        for (int i = 0; i < entries.size(); i++) {
            NodeTuple entry = Nodes.entries(written).get(i);
            collect(entries.get(i).getKeyNode(), entry.getKeyNode(), templated, lines);
            collect(entries.get(i).getValueNode(), entry.getValueNode(), templated, lines);
        }
        List<Node> items = Nodes.items(loaded);
        for (int i = 0; i < items.size(); i++) {
            collect(items.get(i), Nodes.items(written).get(i), templated, lines);
        }
    }

    private record Part(Node node, @Nullable TemplatedSource templated) {}

    private Stream<Part> nodes(Collection<Source> wanted) {
        return items.stream()
                .filter(item -> item.source() == null || wanted.contains(item.source()))
                .flatMap(item -> Stream.concat(item.beans().stream(), Stream.of(item.node()))
                        .map(node -> new Part(node, item.templated())));
    }

    private static String text(Node list) {
        StringBuilder text = new StringBuilder();
        new Dump(SETTINGS).dumpNode(list, new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int offset, int length) {
                text.append(part, offset, offset + length);
            }
        });
        return text.toString();
    }
}
