package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was read to its end.
 *
 * @param spool its bytes
 * @param recordsPath where the records stand in it
 * @param rows how many records it has
 * @param head the records, when they fit a chunk
 * @param fact what it says of how its list goes on; null when nothing
 */
record ReadPage(
        Spool spool, JsonPath recordsPath, int rows, List<Map<String, @Nullable Object>> head, @Nullable String fact)
        implements Closeable {

    Iterator<Map<String, @Nullable Object>> records() throws IOException {
        return rows == head.size() ? head.iterator() : JsonPage.rows(spool.read(), recordsPath);
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
