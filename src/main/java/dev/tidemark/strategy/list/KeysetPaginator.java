package dev.tidemark.strategy.list;

import dev.tidemark.row.FieldPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages from a row whose key it remembers. */
abstract class KeysetPaginator implements Paginator {

    private final FieldPath keyField;
    private @Nullable String lastKey;

    KeysetPaginator(String keyField) {
        this.keyField = FieldPath.of(keyField);
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        lastKey = key(row);
        return true;
    }

    /** The key of a row; null when it has none. */
    @Nullable
    String key(Map<String, @Nullable Object> row) {
        Object key = keyField.read(row);
        return key == null ? null : key.toString();
    }

    /** The key of the last row; null when it has none. */
    @Nullable
    String lastKey() {
        return lastKey;
    }
}
