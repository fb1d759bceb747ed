package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The single YAML document of a file, as nodes that keep their lines. */
public final class YamlDocument {
    private static final int MOST_ALIASES = 10;

    private YamlDocument() {}

    /** The document; null after a problem was added. */
    public static @Nullable Node read(byte[] bytes, FileProblems problems) {
        String text = YamlText.decode(bytes, problems);
        return text == null ? null : parse(text, problems);
    }

    private static @Nullable Node parse(String text, FileProblems problems) {
        List<Node> documents = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder()
                .setLabel(problems.file())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            new Compose(settings).composeAllFromString(text).forEach(documents::add);
        } catch (MarkedYamlEngineException e) {
            syntaxError(e, text, problems);
            return null;
        } catch (ReaderException e) {
            String before = text.substring(0, Math.min(text.length(), text.offsetByCodePoints(0, e.getPosition())));
            problems.add(
                    (int) before.lines().count(),
                    0,
                    "contains the character " + SafeText.quoted(Character.toString(e.getCodePoint()))
                            + ", which YAML does not allow: remove it");
            return null;
        } catch (YamlEngineException e) {
            String reason = String.valueOf(e.getMessage());
            problems.add(
                    0,
                    0,
                    reason.contains("aliases")
                            ? "uses more than " + MOST_ALIASES
                                    + " YAML aliases (`*name`) of lists or maps: write them out"
                            : "is not valid YAML: " + SafeText.escaped(reason));
            return null;
        } catch (StackOverflowError e) {
            problems.add(0, 0, YamlStructure.TOO_DEEP);
            return null;
        }
        if (documents.isEmpty() || Nodes.isNull(documents.get(0))) {
            problems.add(0, 0, "is empty: write a route, or delete the file");
            return null;
        }
        if (documents.size() > 1) {
            problems.add(documents.get(1), "starts a second YAML document (`---`): a file must contain one document");
            return null;
        }
        return YamlStructure.isSound(documents.get(0), problems) ? documents.get(0) : null;
    }

    private static void syntaxError(MarkedYamlEngineException e, String text, FileProblems problems) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        int line = mark.map(Mark::getLine).orElse(0);
        String offending = text.lines().skip(line).findFirst().orElse("");
        String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
        if (offending
                .substring(0, offending.length() - offending.stripLeading().length())
                .contains("\t")) {
            problem = "a tab in the indentation; use spaces";
        }
        problems.add(
                line + 1,
                mark.map(Mark::getColumn).orElse(0) + 1,
                "is not valid YAML: " + SafeText.escaped(problem)
                        + (offending.isBlank() ? "" : ", at " + SafeText.quoted(offending.strip())));
    }
}
