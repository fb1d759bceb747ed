package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.json.Json;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Collection;
import java.util.Set;

/**
 * The value of a response where an API reports an error.
 *
 * @param place where the value is
 * @param text its JSON, truncated for a message
 */
record ErrorText(JsonPath place, String text) {

    private static final int LONGEST = 2000;
    private static final Set<String> NAMES = Set.of("error", "errors");

    /** Many APIs always send the field; it is empty when there is no error. */
    private static final Set<String> NONE = Set.of("null", "false", "0", "\"\"", "[]", "{}");

    /** Keeps only the start of the output: a value may be as long as the response. */
    private static final class Beginning extends StringWriter {
        @Override
        public void write(String text, int from, int length) {
            super.write(
                    text,
                    from,
                    Math.min(length, Math.max(0, LONGEST - getBuffer().length())));
        }

        @Override
        public void write(char[] text, int from, int length) {
            super.write(
                    text,
                    from,
                    Math.min(length, Math.max(0, LONGEST - getBuffer().length())));
        }
    }

    /** Reads the value at the parser's position, and leaves the parser at the value's last token. */
    static ErrorText read(JsonParser parser, JsonPath place) throws IOException {
        Writer beginning = new Beginning();
        try (JsonGenerator generator = Json.PLAIN.createGenerator(beginning)) {
            generator.copyCurrentStructure(parser);
        }
        return new ErrorText(place, beginning.toString());
    }

    /** Whether APIs usually report an error in a field of that name. */
    static boolean isUsual(String field) {
        return NAMES.stream().anyMatch(field::equalsIgnoreCase);
    }

    /** @throws PageException when an object in the place of records has nothing but an error */
    static void requireMore(Collection<String> fields) {
        if (!fields.isEmpty() && fields.stream().allMatch(ErrorText::isUsual)) {
            throw new PageException("the response has nothing but an error in the place of a record, in the field"
                    + " `" + String.join("`, `", fields) + "`; see what the API responds to this request");
        }
    }

    /** Whether the value means that there is no error. */
    boolean isNone() {
        return NONE.contains(text);
    }
}
