package dev.tidemark.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/** The records of a message's body: Maps, JSON and Java objects, one or several. Reads only as far as needed. */
final class MessageRecords implements Iterator<Map<String, @Nullable Object>>, AutoCloseable {

    private static final String BODY = "the body";
    private static final String TAKES =
            "; send a Map, JSON with an object or an array of objects (text, bytes, a stream,"
                    + " a file, a JsonNode), a POJO or record, or a list, array or iterator of these";

    private final Iterator<? extends @Nullable Object> elements;
    private final boolean several;
    private Iterator<Map<String, @Nullable Object>> current = Collections.emptyIterator();
    private int number;

    /** @throws IllegalArgumentException when the body is null; another body may still contain no records */
    MessageRecords(@Nullable Object body) {
        Object content = content(body);
        if (content == null) {
            throw refused(BODY, body, "it is empty", null);
        }
        Iterator<? extends @Nullable Object> all = elements(content);
        several = all != null;
        elements = all == null ? List.of(content).iterator() : all;
    }

    /** Whether the body is not completely in memory. */
    static boolean isStreamed(@Nullable Object body) {
        Object content = content(body);
        return content instanceof InputStream
                || content instanceof Reader
                || content instanceof File
                || content instanceof Iterator
                || (isSeveral(content) && !(content instanceof Collection));
    }

    /** Whether the body can be read again. */
    static boolean isRepeatable(@Nullable Object body) {
        Object content = content(body);
        if (content instanceof Collection<?> all) {
            return all.stream().allMatch(MessageRecords::isRepeatable);
        }
        if (content instanceof Object[] all) {
            return Arrays.stream(all).allMatch(MessageRecords::isRepeatable);
        }
        return content instanceof StreamCache
                || !(content instanceof Iterator || content instanceof InputStream || content instanceof Reader);
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && elements.hasNext()) {
            number++;
            current = records(content(elements.next()), several ? "element " + number + " of " + BODY : BODY);
        }
        return current.hasNext();
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    /** Closes what it has opened. */
    @Override
    public void close() {
        if (current instanceof JsonRecords json) {
            json.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static Iterator<Map<String, @Nullable Object>> records(@Nullable Object element, String place) {
        if (element instanceof Map) {
            return List.of((Map<String, @Nullable Object>) element).iterator();
        }
        JsonRecords json = JsonRecords.of(element, place);
        return json == null ? List.of(JavaRecord.of(element, place)).iterator() : json;
    }

    /** The elements of a body; null when it is a single element. */
    private static @Nullable Iterator<? extends @Nullable Object> elements(Object content) {
        if (content instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        if (content instanceof Iterator<?> iterator) {
            return iterator;
        }
        return isSeveral(content) ? ((Iterable<?>) content).iterator() : null;
    }

    private static boolean isSeveral(@Nullable Object content) {
        return content instanceof Iterable && !(content instanceof Map || content instanceof JsonNode);
    }

    /** The content of a file; other values unchanged. */
    private static @Nullable Object content(@Nullable Object given) {
        if (given instanceof WrappedFile<?> file) {
            return file.getFile() instanceof File local ? local : file.getBody();
        }
        return given instanceof Path path ? path.toFile() : given;
    }

    static IllegalArgumentException refused(
            String place, @Nullable Object value, String why, @Nullable Exception cause) {
        String type = value == null ? "" : " (" + value.getClass().getTypeName() + ")";
        return new IllegalArgumentException("jdbc-upsert-sink cannot read " + place + type + ": " + why + TAKES, cause);
    }
}
