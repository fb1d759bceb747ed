package dev.tidemark.sink;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record whose fields are the columns that a {@link RecordColumns} makes of it. Paths still lead into the original record: a
 * name that is not one of the columns is looked up there. Not thread-safe.
 */
final class ShapedRecord extends AbstractMap<String, @Nullable Object> {

    private final Map<String, @Nullable Object> original;
    private final Map<String, @Nullable Object> columns;

    ShapedRecord(Map<String, @Nullable Object> original, Map<String, @Nullable Object> columns) {
        this.original = original;
        this.columns = columns;
    }

    /** The record as the route has it. */
    static Map<String, @Nullable Object> original(Map<String, @Nullable Object> record) {
        return record instanceof ShapedRecord shaped ? shaped.original : record;
    }

    /** Whether it is a column of the shape, rather than a field of the original record alone. */
    boolean hasColumn(String name) {
        return columns.containsKey(name);
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        return columns.put(name, value);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Object value = columns.get(name);
        return value != null || columns.containsKey(name) ? value : original.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return columns.containsKey(name) || original.containsKey(name);
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return columns.entrySet();
    }
}
