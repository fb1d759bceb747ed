package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Rejects structures that YAML allows and later readers do not handle. */
final class YamlStructure {
    static final String TOO_DEEP = "nests lists and maps more than 100 deep";

    private static final int DEEPEST = 100;

    private final FileProblems problems;
    private boolean sound = true;

    private YamlStructure(FileProblems problems) {
        this.problems = problems;
    }

    /** Whether every key is a scalar and unique in its map, and the nesting is limited. */
    static boolean isSound(Node document, FileProblems problems) {
        YamlStructure structure = new YamlStructure(problems);
        structure.check(document, 0);
        return structure.sound;
    }

    private void check(Node node, int depth) {
        if (node.isRecursive()) {
            fault(node, "contains itself through a YAML alias (`*name`): write it out");
        } else if (depth > DEEPEST) {
            fault(node, TOO_DEEP);
        } else {
            checkKeys(node);
            Nodes.entries(node).forEach(entry -> check(entry.getValueNode(), depth + 1));
            Nodes.items(node).forEach(item -> check(item, depth + 1));
        }
    }

    private void checkKeys(Node map) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : Nodes.entries(map)) {
            Node key = entry.getKeyNode();
            if (!(key instanceof ScalarNode)) {
                fault(key, "has a list or a map as a key; put quotes around a value with braces: \"{{name}}\"");
                continue;
            }
            Integer first = lines.putIfAbsent(Nodes.key(entry), Nodes.line(key));
            if (first != null) {
                fault(
                        key,
                        "the key " + SafeText.quoted(Nodes.key(entry)) + " already occurs in line" + " " + first
                                + ": keep one of them");
            }
        }
    }

    private void fault(Node at, String what) {
        sound = false;
        problems.add(at, what);
    }
}
