package dev.tidemark.sink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A child table as a chunk writes it.
 *
 * @param what the parameters
 * @param spec the table, whose key begins with its parent's; null when it does not exist, and no record has elements for it
 * @param shape makes elements the table's columns
 * @param inherited the columns with the parent's key
 * @param below the tables below
 */
record Child(
        ChildTable what, @Nullable TableSpec spec, RecordColumns shape, List<String> inherited, List<Child> below) {

    /** Its own columns, which do not come from its parent. */
    TableSpec own() {
        TableSpec all = table();
        Map<String, Column> columns = new LinkedHashMap<>(all.columns());
        columns.keySet().removeAll(inherited);
        return new TableSpec(
                        all.name(),
                        columns,
                        all.key().subList(inherited.size(), all.key().size()),
                        null)
                .withFields(all.fields());
    }

    /** The table, when it is there. */
    TableSpec table() {
        return Objects.requireNonNull(spec);
    }

    /**
     * An element as a record of the table, with the columns of its parent's key where the element has fields of these names.
     *
     * @param index its place in the array, from 0
     * @throws IllegalArgumentException when it cannot be such a record
     */
    static ShapedRecord element(
            ChildTable table, RecordColumns shape, @Nullable Object element, int index, Dialect dialect) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        if (table.isIndexed()) {
            columns.put(ChildTable.INDEX, (long) index);
        }
        if (!(element instanceof Map<?, ?> object)) {
            columns.put(ChildTable.VALUE, element);
            return new ShapedRecord(Map.of(), columns);
        }
        if (table.isIndexed() && object.containsKey(ChildTable.INDEX)) {
            throw new IllegalArgumentException(
                    "it has a field `" + ChildTable.INDEX + "`, and the table's column of that"
                            + " name is the place in the array; rename the field in the route, or name key fields in brackets");
        }
        return shape.shaped(record(object), columns, dialect);
    }

    /** An object of a record, whose names are texts. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> record(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }
}
