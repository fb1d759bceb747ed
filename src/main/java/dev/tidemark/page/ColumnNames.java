package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.JsonPath;
import dev.tidemark.json.RecordJson;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names of the columns in a document whose records have only values. */
final class ColumnNames {

    private ColumnNames() {}

    /**
     * Reads an array of names, or of objects with a {@code name}.
     *
     * @throws PageException when there is something else, or a name comes twice
     */
    static String[] read(ResponseBody body, JsonPath path) throws IOException {
        try (JsonParser parser = RecordJson.RECORD.createParser(body.json())) {
            if (!JsonPath.to(path.names()).seek(parser) || parser.currentToken() != JsonToken.START_ARRAY) {
                throw new PageException(
                        "the response has no array of names at `" + path.text() + "`; check columnsPath");
            }
            Set<String> names = new LinkedHashSet<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode column = RecordJson.RECORD.forType(JsonNode.class).readValue(parser);
                JsonNode name = column.isObject() ? column.path("name") : column;
                if (!name.isTextual() || name.textValue().isBlank()) {
                    throw new PageException("column " + (names.size() + 1) + " at columnsPath `" + path.text()
                            + "` has no name; it must be a text, or an object with a `name`");
                }
                if (!names.add(name.textValue())) {
                    throw new PageException("columnsPath `" + path.text() + "` has the name `"
                            + SafeText.excerpt(name.textValue()) + "` twice");
                }
            }
            return names.toArray(String[]::new);
        }
    }
}
