package dev.tidemark.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Records of which each is read when it is known whether it is there. Not thread-safe. */
abstract class ReadAhead implements Iterator<Map<String, @Nullable Object>> {

    private @Nullable Map<String, @Nullable Object> ahead;
    private boolean ended;

    /** Reads the next record; null after the last one, and then not called again. */
    abstract @Nullable Map<String, @Nullable Object> read() throws IOException;

    @Override
    public final boolean hasNext() {
        if (ahead == null && !ended) {
            try {
                ahead = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = ahead == null;
        }
        return ahead != null;
    }

    @Override
    public final Map<String, @Nullable Object> next() {
        Map<String, @Nullable Object> record = hasNext() ? ahead : null;
        if (record == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return record;
    }
}
