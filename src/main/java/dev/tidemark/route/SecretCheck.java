package dev.tidemark.route;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.text.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds secrets in a route file by the names before them. */
final class SecretCheck {

    private static final String NAME =
            "(?i)(authorization|proxy-authorization|cookie|x-api-key|[\\w.-]*(password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|bearer[_-]?token))";
    private static final Pattern SECRET = Pattern.compile(NAME);

    /** A name and value in a query, a URI or a JSON text. */
    private static final Pattern PAIR =
            Pattern.compile("(?:^|[;&?\"\\s])" + NAME + "\"?\\s*[=:]\\s*\"?(?<value>[^;&\"\\s,}]+)");

    private final FileProblems problems;

    SecretCheck(FileProblems problems) {
        this.problems = problems;
    }

    void check(Node node) {
        String header = Nodes.text(node, "name");
        // Camel accepts the expression with and without its own node.
        String constant = firstOf(constant(node), constant(Nodes.value(node, "expression")));
        if (header != null && constant != null && SECRET.matcher(header).matches() && isLiteral(constant)) {
            problems.add(node, message(header));
        }
        for (NodeTuple entry : Nodes.entries(node)) {
            String key = Nodes.key(entry);
            String text = Nodes.text(entry.getValueNode());
            if (text != null && SECRET.matcher(key).matches() && isLiteral(text)) {
                problems.add(entry.getKeyNode(), message(key));
            } else if (text != null && key.matches("uri|url|query|nextQuery|bodyTemplate")) {
                checkPairs(text, entry.getKeyNode());
            }
            check(entry.getValueNode());
        }
        Nodes.items(node).forEach(this::check);
    }

    private void checkPairs(String text, Node at) {
        Matcher pair = PAIR.matcher(text);
        while (pair.find()) {
            if (isLiteral(pair.group("value"))) {
                problems.add(at, message(pair.group(1)));
            }
        }
    }

    private static @Nullable String constant(@Nullable Node expression) {
        String plain = Nodes.text(expression, "constant");
        String simple = Nodes.text(expression, "simple");
        String text = plain != null ? plain : simple;
        return text != null
                ? text
                : firstOf(
                        Nodes.text(Nodes.value(expression, "constant"), "expression"),
                        Nodes.text(Nodes.value(expression, "simple"), "expression"));
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    /** Whether a text is a literal value: not blank, not a placeholder, an expression or a value in braces. */
    private static boolean isLiteral(String text) {
        return !text.isBlank() && !text.contains("{");
    }

    private static String message(String name) {
        return SafeText.quoted(name) + " is set to a secret in the file itself (not shown): move it to the"
                + " configuration, as in `tidemark.client.NAME.apiKey={{env:API_KEY}}`, and select the client with"
                + " `client`";
    }
}
