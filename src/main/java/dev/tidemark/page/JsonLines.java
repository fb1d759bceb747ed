package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.json.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of an NDJSON body, read one line at a time. Blank lines are skipped. */
final class JsonLines implements Iterator<Map<String, @Nullable Object>> {

    private static final int MOST_OF_AN_ERROR = 2;

    private final BodyLines lines;
    private @Nullable CharBuffer line;
    private @Nullable Object before;

    JsonLines(ResponseBody body) throws IOException {
        this.lines = new BodyLines(body);
    }

    @Override
    public boolean hasNext() {
        try {
            while (line == null || isBlank(line)) {
                line = lines.next();
                if (line == null) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext() || line == null) {
            throw new NoSuchElementException();
        }
        CharBuffer text = line;
        line = null;
        try (JsonParser parser =
                RecordJson.RECORD.createParser(text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            return read(parser);
        } catch (JsonProcessingException e) {
            throw new PageException(
                    lines.place() + " is not a complete JSON object: " + UnreadableBody.parserMessage(e)
                            + "; NDJSON has one object in each line",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, @Nullable Object> read(JsonParser parser) throws IOException {
        // A row shares its names with the one before it.
        parser.getParsingContext().setCurrentValue(before);
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT) {
            throw new PageException(lines.place() + " is " + PathSearch.kind(token) + ", not an object");
        }
        Map<String, @Nullable Object> record = RecordJson.RECORD.readValue(parser);
        if (parser.nextToken() != null) {
            throw new PageException(lines.place() + " continues after the end of its JSON object");
        }
        // An API that fails while it responds may report it in a line of its own.
        if (record.size() <= MOST_OF_AN_ERROR) {
            ErrorText.requireMore(record.keySet());
        }
        before = record;
        return record;
    }

    private static boolean isBlank(CharBuffer text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
