package dev.tidemark.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.row.FieldPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The path of a value in a JSON document: {@code .} for the document itself, names separated by dots, or, with a leading
 * slash, a JSON Pointer (RFC 6901). A dotted path also matches field names that contain dots: the longest prefix of the path
 * that names a field of the object wins. A pointer is exact.
 *
 * @param text as written
 * @param names the field names, from the outside in
 * @param exact whether each name is one field's name
 */
public record JsonPath(String text, List<String> names, boolean exact) {

    /** @throws IllegalArgumentException when the text is empty or has an empty name */
    public static JsonPath of(String text) {
        if (text.equals(".")) {
            return new JsonPath(text, List.of(), true);
        }
        boolean pointer = text.startsWith("/");
        List<String> names = FieldPath.names(text);
        if (names.contains("")) {
            throw new IllegalArgumentException("the path `" + text
                    + "` is neither dotted (d.results) nor a JSON Pointer" + " (/d/results) nor `.`");
        }
        return new JsonPath(text, names, pointer || names.size() == 1);
    }

    /** The exact path to the field with these names. */
    public static JsonPath to(List<String> fields) {
        boolean dotted = fields.stream().noneMatch(name -> name.isEmpty() || name.matches("/.*|.*\\..*"));
        StringBuilder pointer = new StringBuilder();
        fields.forEach(
                name -> pointer.append('/').append(name.replace("~", "~0").replace("/", "~1")));
        String text = fields.isEmpty() ? "." : dotted ? String.join(".", fields) : pointer.toString();
        return new JsonPath(text, fields, true);
    }

    /** How many of the names, from an index on, make up that field; 0 when it is not on the path. */
    public int namesIn(int from, String field) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < names.size() && (i == from || !exact); i++) {
            joined.append(i == from ? "" : ".").append(names.get(i));
            if (field.contentEquals(joined)) {
                return i - from + 1;
            }
        }
        return 0;
    }

    /** Whether a value at this path would be within the value at the other path, or equal to it. */
    public boolean leadsInto(JsonPath other) {
        if (exact && other.exact) {
            return names.size() >= other.names.size()
                    && names.subList(0, other.names.size()).equals(other.names);
        }
        return (String.join(".", names) + ".").startsWith(String.join(".", other.names) + ".");
    }

    /** The value in a document; missing when there is none. */
    public JsonNode in(JsonNode document) {
        JsonNode found = document;
        for (int i = 0; i < names.size(); ) {
            int at = i;
            JsonNode here = found;
            String field = here.isObject() ? longest(at, here::has) : null;
            if (field == null) {
                return MissingNode.getInstance();
            }
            found = found.path(field);
            i += namesIn(at, field);
        }
        return found;
    }

    /** The field of an object that has most of the names, from an index on; null when no field is on the path. */
    public @Nullable String longestIn(Map<String, ?> object, int from) {
        return longest(from, object::containsKey);
    }

    private @Nullable String longest(int from, Predicate<String> isField) {
        for (int to = exact ? from + 1 : names.size(); to > from; to--) {
            String field = String.join(".", names.subList(from, to));
            if (isField.test(field)) {
                return field;
            }
        }
        return null;
    }

    /**
     * Moves a parser from the start of a document to the first token of the value at an exact path.
     *
     * @return false when the document has no such value
     */
    public boolean seek(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        for (String name : names) {
            if (token != JsonToken.START_OBJECT || !seekField(parser, name)) {
                return false;
            }
            token = parser.nextToken();
        }
        return token != null;
    }

    private static boolean seekField(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals(name)) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }
}
