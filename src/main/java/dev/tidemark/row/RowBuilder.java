package dev.tidemark.row;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes rows one after the other. Those with the same fields in the same order share their names. Not thread-safe. */
public final class RowBuilder {

    private String[] shared = new String[0];
    private String[] names = shared;
    private @Nullable Object[] values = new @Nullable Object[0];
    private int size;

    /** A row with the fields of a record. */
    public Row copy(Map<String, @Nullable Object> record) {
        if (record instanceof Row row) {
            return row.copy();
        }
        record.forEach(this::add);
        return build();
    }

    /**
     * Adds a field to the current row.
     *
     * @return whether it was added: false when the row has a field of this name
     */
    public boolean add(String name, @Nullable Object value) {
        boolean asBefore = names == shared && size < shared.length && shared[size].equals(name);
        if (!asBefore && has(name)) {
            return false;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size + 8);
        }
        if (!asBefore) {
            names = names == shared || size == names.length ? Arrays.copyOf(names, 2 * size + 8) : names;
            names[size] = name;
        }
        values[size++] = value;
        return true;
    }

    /** Whether the current row has a field. */
    public boolean has(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the current row, and begins the next one. */
    public Row build() {
        if (names != shared || size != shared.length) {
            shared = Arrays.copyOf(names, size);
        }
        Row row = new Row(shared, Arrays.copyOf(values, size));
        clear();
        return row;
    }

    /** Begins the next row without the current one. */
    public void clear() {
        names = shared;
        Arrays.fill(values, 0, size, null);
        size = 0;
    }
}
