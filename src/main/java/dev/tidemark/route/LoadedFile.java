package dev.tidemark.route;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.nodes.Node;

/** A route file as Camel is to load it: what was checked, with plain routes in place of what declares them otherwise. */
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

    /** The kinds of things in its list, with what was made of them. */
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

    /** The text of a route file, in which other sources than these are left out. */
    String text(Collection<Source> wanted) {
        List<Node> nodes = items.stream()
                .filter(item -> item.source() == null || wanted.contains(item.source()))
                .flatMap(item -> Stream.concat(item.beans().stream(), Stream.of(item.node())))
                .toList();
        StringBuilder text = new StringBuilder();
        new Dump(SETTINGS).dumpNode(Nodes.list(nodes, document), new StreamDataWriter() {
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
