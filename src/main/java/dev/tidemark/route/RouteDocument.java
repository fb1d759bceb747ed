package dev.tidemark.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The list of routes that a route file must be, or that is made of its Pipe. */
final class RouteDocument {
    private RouteDocument() {}

    /** The list, or null after telling why there is none. */
    static @Nullable Node read(Path path, FileProblems problems) {
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".yml")) {
            problems.add(0, 0, "would be passed over: name it `.yaml`");
            return null;
        }
        if (name.endsWith(".kamelet.yaml")) {
            problems.add(0, 0, "is a Kamelet, not a route: move it into the folder `kamelets`");
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
                        ? "is a resource of the kind " + Shown.value(kind)
                                + ", which is not read here: a route file is a list that begins with `- route:`, or a Pipe"
                        : "is not a list of routes: a route file begins with `- route:`");
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
            problems.add(0, 0, "cannot be read (" + ReadFault.of(e) + "): mend that, or remove it");
            return null;
        }
    }
}
