package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.tidemark.json.RecordJson;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** The records of a JSON text: an object, an array of objects, or a sequence of objects. Reads only as far as needed. */
final class JsonRecords implements Iterator<Map<String, @Nullable Object>>, AutoCloseable {

    private final Object source;
    private final String place;
    private final JsonParser parser;
    private final MappingIterator<Map<String, @Nullable Object>> records;
    private final boolean isArray;
    private int number = 1;

    /**
     * Starts to read.
     *
     * @param place where in the message body it is, for error messages
     */
    private JsonRecords(Object source, String place, JsonParser parser) throws IOException {
        this.source = source;
        this.place = place;
        this.parser = parser;
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw MessageRecords.refused(place, source, "it is empty", null);
        }
        isArray = first == JsonToken.START_ARRAY;
        if (isArray) {
            // The iterator would treat the current token as the first record.
            parser.clearCurrentToken();
        }
        records = RecordJson.RECORD.readValues(parser);
    }

    /** Reads a value; null when its class does not hold JSON. */
    static @Nullable JsonRecords of(@Nullable Object source, String place) {
        try {
            JsonParser parser = parser(source);
            return parser == null ? null : new JsonRecords(Objects.requireNonNull(source), place, parser);
        } catch (IOException e) {
            throw unreadable(place, Objects.requireNonNull(source), e);
        }
    }

    private static @Nullable JsonParser parser(@Nullable Object source) throws IOException {
        if (source instanceof StreamCache cache) {
            cache.reset();
        }
        if (source instanceof CharSequence text) {
            return RecordJson.RECORD.createParser(text.toString());
        } else if (source instanceof byte[] bytes) {
            return RecordJson.RECORD.createParser(bytes);
        } else if (source instanceof InputStream stream) {
            return RecordJson.RECORD.createParser(stream);
        } else if (source instanceof Reader reader) {
            return RecordJson.RECORD.createParser(reader);
        } else if (source instanceof File file) {
            return RecordJson.RECORD.createParser(file);
        }
        return source instanceof JsonNode node ? RecordJson.RECORD.treeAsTokens(node) : null;
    }

    @Override
    public boolean hasNext() {
        try {
            if (!records.hasNextValue()) {
                if (isArray && parser.nextToken() != null) {
                    throw MessageRecords.refused(
                            place, source, "there is more text after the end of its JSON" + " array", null);
                }
                return false;
            }
            JsonToken token = Objects.requireNonNull(parser.currentToken());
            if (token != JsonToken.START_OBJECT) {
                throw MessageRecords.refused(
                        place, source, "value " + number + " of its JSON is " + kind(token) + ", not an object", null);
            }
            return true;
        } catch (IOException e) {
            throw unreadable(place, source, e);
        }
    }

    @Override
    public Map<String, @Nullable Object> next() {
        try {
            number++;
            return records.nextValue();
        } catch (IOException e) {
            throw unreadable(place, source, e);
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The error without the parser's own message, which quotes the text. */
    private static RuntimeException unreadable(String place, Object source, IOException e) {
        if (!(e instanceof JsonProcessingException fault)) {
            return new UncheckedIOException(
                    "jdbc-upsert-sink cannot read " + place + " ("
                            + source.getClass().getTypeName() + "): " + e.getMessage(),
                    e);
        }
        JsonLocation at = fault.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String message = fault.getOriginalMessage();
        if (fault instanceof StreamConstraintsException || message.startsWith("Duplicate field")) {
            return MessageRecords.refused(place, source, "its JSON is not accepted" + where + ": " + message, null);
        }
        String what = fault instanceof JsonEOFException ? "its JSON ends in the middle" : "it is not JSON";
        return MessageRecords.refused(place, source, what + where, null);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
