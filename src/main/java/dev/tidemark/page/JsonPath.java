package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a value stands in a JSON document: {@code .} for the document itself, names between dots, or, with a leading
 * slash, a JSON Pointer (RFC 6901) for names that hold dots.
 *
 * @param text as written
 * @param names from the outside in
 */
public record JsonPath(String text, List<String> names) {

    /** @throws IllegalArgumentException when the text is empty or has an empty name */
    public static JsonPath of(String text) {
        if (text.equals(".")) {
            return new JsonPath(text, List.of());
        }
        boolean pointer = text.startsWith("/");
        List<String> names = Arrays.stream((pointer ? text.substring(1) : text).split(pointer ? "/" : "\\.", -1))
                .map(name -> pointer ? name.replace("~1", "/").replace("~0", "~") : name)
                .toList();
        if (names.contains("")) {
            throw new IllegalArgumentException("the path `" + text
                    + "` is neither dotted (d.results) nor a JSON Pointer" + " (/d/results) nor `.`");
        }
        return new JsonPath(text, names);
    }

    /**
     * Moves a parser from the start of a document to the first token of the value.
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
