package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table for the elements of an array in the records of a sink, or in the elements of another child table.
 *
 * @param table its name; a dot separates the schema
 * @param path the path to the array from the record or element that has it
 * @param names the names of that path
 * @param columns its own columns as declared, and the key of an element below its parent
 * @param below the child tables of its elements
 */
record ChildTable(String table, FieldPath path, List<String> names, SinkColumns columns, List<ChildTable> below) {

    /** The place of an element in its array, from 0: its key when no field is. */
    static final String INDEX = "_index";

    /** The column for elements that are not objects. */
    static final String VALUE = "value";

    /** Whether elements are identified by their place. */
    boolean isIndexed() {
        return columns.key().equals(List.of(INDEX));
    }

    /**
     * The elements of a record: one for an object, none for null.
     *
     * @return null when the record does not have the field
     * @throws IllegalArgumentException when the field is neither an array nor an object
     */
    @Nullable
    List<@Nullable Object> elements(Map<String, @Nullable Object> record) {
        Object value = path.read(record);
        if (value == null) {
            if (path.isIn(record)) {
                return List.of();
            }
            requireNoArrayBefore(record);
            return null;
        }
        if (value instanceof Iterable<?> array) {
            List<@Nullable Object> elements = new ArrayList<>();
            array.forEach(elements::add);
            return elements;
        }
        if (value instanceof Map) {
            return List.of(value);
        }
        throw new IllegalArgumentException("`" + path + "` is " + RefusedValues.quoted(value) + ", and the child table "
                + table + " needs an array or an object there");
    }

    /** A path cannot lead through an array: each of its elements would have children of its own. */
    private void requireNoArrayBefore(Map<String, @Nullable Object> record) {
        Object here = record;
        for (String name : names) {
            if (here instanceof Iterable) {
                throw new IllegalArgumentException("the path `" + path + "` of the child table " + table
                        + " leads through an array; add a child table for that array too");
            }
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
    }

    /** The name of a column that has a key of this table in the tables below. */
    static String inherited(String table, String column) {
        return table.substring(table.indexOf('.') + 1) + "_" + column.replaceFirst("^_", "");
    }
}
