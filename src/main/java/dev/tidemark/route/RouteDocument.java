package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.ReadFault;
import dev.tidemark.route.yaml.YamlDocument;
import dev.tidemark.route.yaml.YamlText;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a route file's list of routes, or the list that is made from its Pipe. */
final class RouteDocument {
    private RouteDocument() {}

    /** The list; null after a problem was added. */
    static @Nullable Node read(Path path, FileProblems problems) {
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".yml")) {
            problems.add(0, 0, "would be ignored: name it `.yaml`");
            return null;
        }
        if (name.endsWith(".kamelet.yaml")) {
            problems.add(0, 0, "is a Kamelet, not a route: move it to the folder `kamelets`");
            return null;
        }
        Node document = document(path, problems);
        if (document == null || document instanceof SequenceNode) {
            return document;
        }
        String kind = Nodes.text(document, "kind");
        if (Pipe.KIND.equals(kind)) {
            return Pipe.read(document, problems);
        }
        problems.add(
                document,
                kind != null
                        ? "is a resource of the kind " + SafeText.quoted(kind)
                                + ", which is not supported here: a route file is a list that starts with `-"
                                + " route:`, or a Pipe"
                        : "is not a list of routes: a route file starts with `- route:`");
        return null;
    }

    private static @Nullable Node document(Path path, FileProblems problems) {
        if (Files.isDirectory(path)) {
            problems.add(0, 0, "is a directory: only files may be named *.yaml here");
            return null;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return YamlDocument.read(in.readNBytes(YamlText.MOST_BYTES + 1), problems);
        } catch (IOException e) {
            problems.add(0, 0, "cannot be read (" + ReadFault.of(e) + "): fix this, or remove the file");
            return null;
        }
    }
}
