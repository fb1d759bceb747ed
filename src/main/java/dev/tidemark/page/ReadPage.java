package dev.tidemark.page;

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
 * A response that was read to the end.
 *
 * @param body the body, which can be reset to its start; null when there is none
 * @param recordsPath where the records are in it
 * @param elements how many elements the array has; as many as records, unless these are nested in them
 * @param rows how many records it has
 * @param head the records, when they fit in one chunk
 * @param pageInfo its information on the next page; null when it has none
 */
record ReadPage(
        @Nullable InputStream body,
        RecordsPath recordsPath,
        int elements,
        int rows,
        List<Map<String, @Nullable Object>> head,
        @Nullable String pageInfo)
        implements Closeable {

    Iterator<Map<String, @Nullable Object>> records() throws IOException {
        if (body == null || rows == head.size()) {
            return head.iterator();
        }
        Iterator<Map<String, @Nullable Object>> all = JsonPage.rows(fromStart(body), recordsPath);
        return isNested() ? NestedRecords.withoutEmpty(all) : all;
    }

    boolean isNested() {
        return !recordsPath.levels().isEmpty();
    }

    /** Shows each record, and each element without any; closes itself when that fails. */
    void show(Consumer<Map<String, @Nullable Object>> look) throws IOException {
        try {
            Iterator<Map<String, @Nullable Object>> all =
                    body != null && isNested() ? JsonPage.rows(fromStart(body), recordsPath) : records();
            all.forEachRemaining(look);
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

    /** The bytes of a body from the start; closing them leaves the body open. */
    static InputStream fromStart(InputStream body) throws IOException {
        body.reset();
        return CloseShieldInputStream.wrap(body);
    }
}
