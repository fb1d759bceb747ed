package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the fields of records the columns of a table: without those that other tables get, and, with {@code nested: columns},
 * with a column for each field of an object. Thread-safe.
 */
final class RecordColumns {

    /** Leaves records as they are. */
    static final RecordColumns PLAIN = new RecordColumns(false, Set.of());

    private static final int DEEPEST = 64;

    private final boolean flat;
    private final Set<List<String>> hidden;
    private final Set<String> hiddenFields;

    /** The path that a column comes from, for columns that are made of several names. */
    private final Map<String, String> origins = new ConcurrentHashMap<>();

    /**
     * @param flat whether objects become columns
     * @param hidden the paths of fields that are not columns, as their names
     */
    RecordColumns(boolean flat, Set<List<String>> hidden) {
        this.flat = flat;
        this.hidden = Set.copyOf(hidden);
        this.hiddenFields = hidden.stream()
                .filter(path -> path.size() == 1)
                .map(path -> path.get(0))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it leaves records as they are. */
    boolean isPlain() {
        return !flat && hidden.isEmpty();
    }

    /**
     * The record with the columns as its fields; the record itself when the shape is plain.
     *
     * @throws IllegalArgumentException when two fields become one column, or objects are too deeply nested
     */
    Map<String, @Nullable Object> of(Map<String, @Nullable Object> record, Dialect dialect) {
        return isPlain() ? record : shaped(record, new LinkedHashMap<>(), dialect);
    }

    /**
     * The record with the columns as its fields.
     *
     * @param columns columns that come first
     * @throws IllegalArgumentException as {@link #of}
     */
    ShapedRecord shaped(Map<String, @Nullable Object> record, Map<String, @Nullable Object> columns, Dialect dialect) {
        record.forEach((name, value) -> {
            if (hiddenFields.contains(name)) {
                return;
            }
            if (flat) {
                add(columns, name, List.of(name), value, dialect);
            } else {
                columns.put(name, value);
            }
        });
        return new ShapedRecord(record, columns);
    }

    private void add(
            Map<String, @Nullable Object> columns,
            String column,
            List<String> path,
            @Nullable Object value,
            Dialect dialect) {
        if (!(value instanceof Map<?, ?> object) || path.get(0).equals(FieldPath.PARENT)) {
            put(columns, column, path, value, dialect);
            return;
        }
        if (path.size() > DEEPEST) {
            throw new IllegalArgumentException("the field `" + path.get(0) + "` has more than " + DEEPEST
                    + " levels of objects, too many for nested: columns; set nested to json, or declare columns");
        }
        object.forEach((key, each) -> {
            String name = String.valueOf(key);
            List<String> below = Stream.concat(path.stream(), Stream.of(name)).toList();
            if (!hidden.contains(below)) {
                add(columns, column + "_" + name.replaceAll("[./]", "_"), below, each, dialect);
            }
        });
    }

    private void put(
            Map<String, @Nullable Object> columns,
            String column,
            List<String> path,
            @Nullable Object value,
            Dialect dialect) {
        String name = ShortNames.of(column, dialect);
        String from = String.join(".", path).replace('`', '\'');
        // A null says nothing of its own: an object that is sometimes null has columns of other names.
        String before = value == null ? origins.get(name) : origins.putIfAbsent(name, from);
        if (before == null || before.equals(from)) {
            columns.put(name, value);
        } else if (value != null) {
            throw new IllegalArgumentException("the fields `" + before + "` and `" + from + "` both become the column `"
                    + name + "`; declare columns, or rename or drop one in the route");
        }
    }
}
