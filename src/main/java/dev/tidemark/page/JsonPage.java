package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON answer: an array of records somewhere in a document. Numbers keep all their digits. */
final class JsonPage {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(8 * MEBIBYTE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectReader ROW = MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});

    private final Map<List<String>, Reader> wanted = new LinkedHashMap<>();
    private final JsonPath recordsPath;
    private boolean found;
    private boolean empty = true;
    private @Nullable String fact;

    /** What is done with the value at a path. */
    private interface Reader {
        void read(JsonParser parser) throws IOException;
    }

    /**
     * Prepares to read.
     *
     * @param errorPath where the answer tells of an error; null when it does not
     * @param factPath where it tells how its list goes on; null when it does not
     */
    JsonPage(JsonPath recordsPath, @Nullable JsonPath errorPath, @Nullable JsonPath factPath) {
        this.recordsPath = recordsPath;
        if (errorPath != null) {
            wanted.put(errorPath.names(), parser -> refuse(errorPath, parser));
        }
        if (factPath != null) {
            wanted.put(factPath.names(), parser -> readFact(factPath, parser));
        }
    }

    /**
     * Reads a document to its end.
     *
     * @param further whether it answers for a further page of a list: then an object without a field is the list's end
     * @throws PageException when it has no array of objects at the path, or tells of an error
     */
    void read(InputStream in, boolean further, Consumer<Map<String, @Nullable Object>> rows) throws IOException {
        wanted.put(recordsPath.names(), parser -> readRows(parser, further, rows));
        try (JsonParser parser = MAPPER.createParser(in)) {
            if (parser.nextToken() == null) {
                throw new PageException("the answer has no body");
            }
            boolean object = parser.currentToken() == JsonToken.START_OBJECT;
            walk(parser, wanted);
            found |= further && object && empty;
            if (parser.nextToken() != null) {
                throw new PageException("the answer goes on after the end of its JSON document");
            }
        }
        if (!found) {
            throw new PageException("the answer has no array at `" + recordsPath.text() + "`; check recordsPath");
        }
    }

    /** The records of a document that was read once before. */
    static MappingIterator<Map<String, @Nullable Object>> rows(InputStream in, JsonPath recordsPath)
            throws IOException {
        JsonParser parser = MAPPER.createParser(in);
        if (!recordsPath.seek(parser)) {
            throw new PageException("the answer has no array at `" + recordsPath.text() + "`; check recordsPath");
        }
        // The iterator takes the current token for its first record, and steps over an array's start by itself only
        // when there is no current token.
        parser.clearCurrentToken();
        return ROW.readValues(parser);
    }

    private void walk(JsonParser parser, Map<List<String>, Reader> wanted) throws IOException {
        Reader here = wanted.get(List.<String>of());
        if (here != null) {
            here.read(parser);
        } else if (wanted.isEmpty() || parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
        } else {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                Map<List<String>, Reader> below = below(wanted, parser.currentName());
                parser.nextToken();
                walk(parser, below);
            }
        }
    }

    private static Map<List<String>, Reader> below(Map<List<String>, Reader> wanted, String name) {
        Map<List<String>, Reader> below = new LinkedHashMap<>();
        wanted.forEach((path, reader) -> {
            if (path.get(0).equals(name)) {
                below.put(path.subList(1, path.size()), reader);
            }
        });
        return below;
    }

    private void readRows(JsonParser parser, boolean further, Consumer<Map<String, @Nullable Object>> rows)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            String kind = kind(parser);
            boolean document = recordsPath.names().isEmpty() && parser.currentToken() == JsonToken.START_OBJECT;
            if (further && document && parser.nextToken() == JsonToken.END_OBJECT) {
                found = true;
                return;
            }
            throw new PageException("the answer has " + kind + " at `" + recordsPath.text()
                    + "`, not an array of records; check recordsPath");
        }
        found = true;
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new PageException("record " + number + " is " + kind(parser) + ", not an object");
            }
            Map<String, @Nullable Object> row = ROW.readValue(parser);
            rows.accept(row);
        }
    }

    /** What the answer says of how its list goes on; null when it says nothing. */
    @Nullable
    String fact() {
        return fact;
    }

    private void readFact(JsonPath path, JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            throw new PageException("the answer has " + kind(parser) + " at `" + path.text()
                    + "`, where a single value says how its list goes on");
        }
        fact = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** Many APIs always have the field, with {@code null}, {@code false} or nothing in it when all is well. */
    private static void refuse(JsonPath path, JsonParser parser) throws IOException {
        JsonNode error = MAPPER.readTree(parser);
        boolean none = error.isNull()
                || (error.isBoolean() && !error.booleanValue())
                || (error.isTextual() && error.textValue().isEmpty())
                || (error.isContainerNode() && error.isEmpty());
        if (!none) {
            throw new PageException(
                    "the API answered with an error at `" + path.text() + "`: " + Excerpt.of(error.toString()));
        }
    }

    private static String kind(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> "nothing";
        };
    }
}
