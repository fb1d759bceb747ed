package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/parameters.md is generated from the Kamelets; {@code -Dtidemark.docs=write} writes it. */
class ParametersDocTest {

    private static final Path DOC = Path.of("docs", "parameters.md");

    /** From the most general to the most specific. */
    private static final List<Group> GROUPS = List.of(
            new Group("All sources", kamelet -> kamelet.type().equals("source")),
            new Group("HTTP sources", kamelet -> kamelet.parameters().containsKey("url")),
            new Group(
                    "HTTP sources with a cursor field",
                    kamelet -> kamelet.parameters().keySet().containsAll(List.of("url", "cursorField"))));

    @Test
    void parametersPageMatchesTheKamelets() throws IOException {
        String expected = document(Kamelet.shipped());
        if ("write".equals(System.getProperty("tidemark.docs"))) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC))
                .as("docs/parameters.md; generate it with ./mvnw test -Dtest=ParametersDocTest -Dtidemark.docs=write")
                .isEqualTo(expected);
    }

    @Test
    void everyParameterOfAKameletIsInItsTableOrInOneOfItsGroups() throws IOException {
        List<Kamelet> kamelets = Kamelet.shipped();

        for (Kamelet kamelet : kamelets) {
            Map<String, String> rows = new LinkedHashMap<>(ownRows(kamelet, kamelets));
            groupsOf(kamelet).forEach(group -> rows.putAll(group.sharedRows(kamelets)));

            assertThat(rows).as(kamelet.name()).containsExactlyInAnyOrderEntriesOf(rows(kamelet));
        }
    }

    private static String document(List<Kamelet> kamelets) {
        StringBuilder text = new StringBuilder(
                """
                # Parameters

                Generated from the definitions in `routes/kamelets/`. Parameters that several Kamelets share come first. The
                section of a Kamelet links to the groups that apply to it, and lists its other parameters.
                """);
        List<String> seen = new ArrayList<>();
        for (Group group : GROUPS) {
            Map<String, String> rows = new LinkedHashMap<>(group.sharedRows(kamelets));
            rows.keySet().removeAll(seen);
            seen.addAll(rows.keySet());
            text.append("\n## ").append(group.title).append("\n\n").append(table(rows));
        }
        for (Kamelet kamelet : kamelets) {
            text.append("\n## ").append(kamelet.name()).append("\n\n");
            text.append(kamelet.definition().path("description").asText().strip())
                    .append("\n\n");
            List<Group> groups = groupsOf(kamelet);
            if (!groups.isEmpty()) {
                text.append(groups.stream()
                        .map(Group::link)
                        .collect(Collectors.joining(", ", "Shared parameters: ", ".\n\n")));
            }
            text.append(table(ownRows(kamelet, kamelets)));
        }
        return text.toString();
    }

    private static List<Group> groupsOf(Kamelet kamelet) {
        return GROUPS.stream().filter(group -> group.includes.test(kamelet)).toList();
    }

    private static Map<String, String> ownRows(Kamelet kamelet, List<Kamelet> kamelets) {
        Map<String, String> rows = rows(kamelet);
        groupsOf(kamelet).forEach(group -> rows.keySet()
                .removeAll(group.sharedRows(kamelets).keySet()));
        return rows;
    }

    private static Map<String, String> rows(Kamelet kamelet) {
        Map<String, String> rows = new LinkedHashMap<>();
        kamelet.parameters().forEach((name, parameter) -> rows.put(name, row(kamelet, name, parameter)));
        return rows;
    }

    private static String table(Map<String, String> rows) {
        return "| parameter | default | description |\n| --- | --- | --- |\n" + String.join("", rows.values());
    }

    private static String row(Kamelet kamelet, String name, JsonNode parameter) {
        JsonNode byDefault = parameter.path("default");
        String value = kamelet.required().contains(name)
                ? "required"
                : byDefault.isMissingNode() || byDefault.asText().isEmpty() ? "" : code(byDefault.asText());
        String choices = Kamelet.texts(parameter.path("enum")).stream()
                .map(ParametersDocTest::code)
                .collect(Collectors.joining(", "));
        String example = parameter.has("example")
                ? " Example: " + code(parameter.path("example").asText())
                : "";
        return "| `" + name + "` | " + value + " | "
                + escaped(parameter.path("description").asText().strip())
                + (choices.isEmpty() ? "" : " One of " + choices + ".") + example + " |\n";
    }

    private static String code(String text) {
        return "`" + escaped(text) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    /** Kamelets whose common parameters are listed once. */
    private record Group(String title, Predicate<Kamelet> includes) {

        /** The parameters that all Kamelets of the group declare with the same default and description. */
        Map<String, String> sharedRows(List<Kamelet> kamelets) {
            List<Kamelet> members = kamelets.stream().filter(includes).toList();
            Map<String, String> shared = rows(members.get(0));
            members.forEach(member -> shared.entrySet().retainAll(rows(member).entrySet()));
            return shared;
        }

        String link() {
            return "[" + title + "](#" + title.toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
        }
    }
}
