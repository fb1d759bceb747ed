package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that was read to the end.
 *
 * @param body the body; null when there is none
 * @param format the format of the body
 * @param recordsPath where the records are in it
 * @param elements how many elements the array has; as many as records, unless these are nested in them
 * @param rows how many records it has
 * @param head the records, when they fit in one chunk
 * @param pageInfo its information on the next page; null when it has none
 */
record ReadPage(
        @Nullable ResponseBody body,
        BodyFormat format,
        RecordsPath recordsPath,
        int elements,
        int rows,
        List<Map<String, @Nullable Object>> head,
        @Nullable String pageInfo)
        implements Closeable {

    /** A page without records, in place of one that does not exist. */
    static ReadPage none(BodyFormat format, RecordsPath recordsPath) {
        return new ReadPage(null, format, recordsPath, 0, 0, List.of(), null);
    }

    Iterator<Map<String, @Nullable Object>> records() throws IOException {
        if (body == null || rows == head.size()) {
            return head.iterator();
        }
        Iterator<Map<String, @Nullable Object>> all = format.records(body, recordsPath);
        return isNested() ? NestedRecords.withoutEmpty(all) : all;
    }

    boolean isNested() {
        return !recordsPath.levels().isEmpty();
    }

    /** Shows each record, and each element without any; closes itself when that fails. */
    void show(Consumer<Map<String, @Nullable Object>> look) throws IOException {
        try {
            Iterator<Map<String, @Nullable Object>> all =
                    body != null && isNested() ? format.records(body, recordsPath) : records();
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
}
