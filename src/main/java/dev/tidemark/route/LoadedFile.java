package dev.tidemark.route;

import dev.tidemark.route.yaml.Nodes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.nodes.Node;

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
