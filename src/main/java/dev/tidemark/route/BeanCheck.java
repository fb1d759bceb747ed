package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Checks the beans of a route file. Camel reports neither the file nor the line, and some mistakes only on first use. */
final class BeanCheck {

    private static final String CLASS = "#class:";

    /** Properties that some Camel classes require to start. */
    private static final Map<String, String> NEEDED = Map.of(
            "org.apache.camel.support.processor.state.FileStateRepository", "fileStore",
            "org.apache.camel.support.processor.idempotent.FileIdempotentRepository", "fileStore");

    private final FileProblems problems;

    BeanCheck(FileProblems problems) {
        this.problems = problems;
    }

    /** @param beans the list under {@code beans} */
    void check(Node beans) {
        Nodes.items(beans).forEach(this::checkBean);
    }

    private void checkBean(Node bean) {
        Node type = Nodes.value(bean, "type");
        String name = className(Nodes.text(type));
        if (type == null || name == null || Nodes.value(bean, "script") != null) {
            return;
        }
        String property = NEEDED.get(name);
        if (!isOnClassPath(name)) {
            problems.add(
                    type,
                    of(bean) + " is of the class " + SafeText.quoted(name)
                            + ", which is not on the class path: correct `type`, or add its jar to lib.d");
        } else if (property != null && Nodes.value(bean, "constructors") == null && !has(bean, property)) {
            problems.add(
                    bean,
                    of(bean) + " is a " + SafeText.quoted(name) + " without a file: add `" + property + "` to its"
                            + " `properties`, with the path of its file");
        }
    }

    /** The plain class name; null when the type is something else, or only Camel knows it. */
    private static @Nullable String className(@Nullable String type) {
        String name = type == null ? "" : type.startsWith(CLASS) ? type.substring(CLASS.length()) : type;
        name = name.replaceFirst("[#(].*", "").strip();
        return name.matches("[\\w$]+(\\.[\\w$]+)+") ? name : null;
    }

    private static boolean isOnClassPath(String name) {
        try {
            Class.forName(name, false, BeanCheck.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static boolean has(Node bean, String property) {
        return Nodes.entries(Nodes.value(bean, "properties")).stream()
                .anyMatch(each -> Nodes.key(each).replace("-", "").equalsIgnoreCase(property));
    }

    private static String of(Node bean) {
        return "the bean " + SafeText.quoted(String.valueOf(Nodes.text(bean, "name")));
    }
}
