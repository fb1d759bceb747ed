package dev.tidemark.row;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A record: the values of its fields in an array, and their names in another that the rows of a page share. It is a Map in
 * insertion order like a {@link LinkedHashMap}, without a hash table. Not thread-safe.
 */
@JsonDeserialize(using = RowDeserializer.class)
public final class Row extends AbstractMap<String, @Nullable Object> implements Serializable {

    private static final long serialVersionUID = 1;

    /** Never changed, as other rows may share it: a row with other fields gets its own. */
    transient String[] names;

    private transient @Nullable Object[] values;
    private transient int start;

    /**
     * Creates a row over the arrays.
     *
     * @param names the names of its fields, each once; other rows may share them
     * @param values their values, for this row alone
     */
    public Row(String[] names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** A row with the same fields, which shares their names. */
    Row copy() {
        return new Row(names, values.clone());
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        int index = indexOf(name);
        if (index >= 0) {
            return set(index, value);
        }
        int size = names.length;
        names = Arrays.copyOf(names, size + 1);
        values = Arrays.copyOf(values, size + 1);
        names[size] = name;
        values[size] = value;
        return null;
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : removeAt(index);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
        String[] all = names;
        for (int i = 0; i < all.length; i++) {
            action.accept(all[i], values[i]);
            requireUnchanged(all);
        }
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return new Fields();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    /** Steps mostly read fields in order, so the search starts behind the last field found. */
    private int indexOf(@Nullable Object name) {
        int from = Math.min(start, names.length);
        int index = indexOf(name, from, names.length);
        index = index < 0 ? indexOf(name, 0, from) : index;
        start = index + 1;
        return index;
    }

    private int indexOf(@Nullable Object name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Objects.equals(names[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object set(int index, @Nullable Object value) {
        Object before = values[index];
        values[index] = value;
        return before;
    }

    private @Nullable Object removeAt(int index) {
        Object before = values[index];
        names = without(names, index);
        values = without(values, index);
        return before;
    }

    private static <T extends @Nullable Object> T[] without(T[] array, int index) {
        T[] rest = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, rest, index, rest.length - index);
        return rest;
    }

    private void requireUnchanged(String[] expected) {
        if (names != expected) {
            throw new ConcurrentModificationException();
        }
    }

    /** Another program may read it without this class. */
    private Object writeReplace() {
        return new LinkedHashMap<>(this);
    }

    /** Its fields in order. Like a LinkedHashMap's iterator, it fails when fields are added or removed by other means. */
    private final class Fields implements Iterator<Map.Entry<String, @Nullable Object>> {

        private String[] expected = names;
        private int next;
        private boolean removable;

        @Override
        public boolean hasNext() {
            return next < expected.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            requireUnchanged(expected);
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            removable = true;
            return new Field(next++);
        }

        @Override
        public void remove() {
            requireUnchanged(expected);
            if (!removable) {
                throw new IllegalStateException();
            }
            removable = false;
            removeAt(--next);
            expected = names;
        }
    }

    /** A field with the value that it had when the iterator came to it, or that was set here. */
    private final class Field extends SimpleEntry<String, @Nullable Object> {

        private static final long serialVersionUID = 1;

        Field(int index) {
            super(names[index], values[index]);
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            if (containsKey(getKey())) {
                put(getKey(), value);
            }
            return super.setValue(value);
        }
    }
}
