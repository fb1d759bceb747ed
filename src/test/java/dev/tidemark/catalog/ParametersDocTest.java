package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parameters in docs/ are made from the Kamelets; {@code -Dtidemark.docs=write} makes them anew. */
class ParametersDocTest {

    private static final Path DOC = Path.of("docs", "parameters.md");

    @Test
    void docsTellTheParametersAsTheKameletsDeclareThem() throws IOException {
        String expected = document();
        if ("write".equals(System.getProperty("tidemark.docs"))) {
            Files.writeString(DOC, expected);
        }

        assertThat(Files.readString(DOC))
                .as("docs/parameters.md; make it anew with ./mvnw test -Dtest=ParametersDocTest -Dtidemark.docs=write")
                .isEqualTo(expected);
    }

    private static String document() throws IOException {
        StringBuilder text = new StringBuilder("# Parameters\n\nMade from the definitions in `routes/kamelets/`.\n");
        for (Kamelet kamelet : Kamelet.shipped()) {
            JsonNode definition = kamelet.definition();
            text.append("\n## ").append(kamelet.name()).append("\n\n");
            text.append(definition.path("description").asText().strip()).append("\n\n");
            text.append("| parameter | default | means |\n| --- | --- | --- |\n");
            text.append(kamelet.parameters().entrySet().stream()
                    .map(each -> row(kamelet, each.getKey(), each.getValue()))
                    .collect(Collectors.joining()));
        }
        return text.toString();
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
}
