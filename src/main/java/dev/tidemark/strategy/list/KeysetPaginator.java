package dev.tidemark.strategy.list;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages from a row whose key it remembers. */
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

    /** The key of the last row; null when it has none. */
    @Nullable
    String lastKey() {
        return lastKey;
    }
}
