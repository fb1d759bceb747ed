package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on from a row, of which it remembers the key. */
abstract class KeysetPaginator implements Paginator {

    private final String keyField;
    private @Nullable String lastKey;

    KeysetPaginator(String keyField) {
        this.keyField = keyField;
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        Object key = row.get(keyField);
        lastKey = key == null ? null : key.toString();
        return true;
    }

    /** The key of the row that was read last; null when it has none. */
    @Nullable
    String lastKey() {
        return lastKey;
    }
}
