package dev.tidemark.page;

import dev.tidemark.json.JsonPath;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A response that was read to its end.
 *
 * @param body which can be reset to its beginning; null when it has none
 * @param recordsPath where the records are in it
 * @param rows how many records it has
 * @param head the records, when they fit a chunk
 * @param fact what it says of how its list goes on; null when nothing
 */
record ReadPage(
        @Nullable InputStream body,
        JsonPath recordsPath,
        int rows,
        List<Map<String, @Nullable Object>> head,
        @Nullable String fact)
        implements Closeable {

    Iterator<Map<String, @Nullable Object>> records() throws IOException {
        return body == null || rows == head.size() ? head.iterator() : JsonPage.rows(fromStart(body), recordsPath);
    }

    /** Shows each record; closes itself when that fails. */
    void show(Consumer<Map<String, @Nullable Object>> look) throws IOException {
        try {
            records().forEachRemaining(look);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
        }
    }

    /** The bytes of a body from the first one; to close them leaves the body open. */
    static InputStream fromStart(InputStream body) throws IOException {
        body.reset();
        return CloseShieldInputStream.wrap(body);
    }
}
