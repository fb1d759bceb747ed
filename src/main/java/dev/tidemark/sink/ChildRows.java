package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the rows of child tables from the elements of a record. Not thread-safe; confined to the sync's thread. */
final class ChildRows {

    /** For a table without child tables. */
    static final ChildRows NONE = new ChildRows(List.of());

    private final List<OfTable> tables;

    private ChildRows(List<OfTable> tables) {
        this.tables = tables;
    }

    static ChildRows of(List<Child> children, Dialect dialect, Adjustments adjustments) {
        return new ChildRows(children.stream()
                .map(child -> new OfTable(child, dialect, adjustments))
                .toList());
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /**
     * The rows of a record in each child table; null where the record does not have the field.
     *
     * @param key the values of the record's key
     * @throws IllegalArgumentException when one of its elements cannot be a row; the message is the reason
     */
    List<@Nullable List<ChildRow>> of(Map<String, @Nullable Object> record, List<Object> key) {
        List<@Nullable List<ChildRow>> rows = new ArrayList<>(tables.size());
        for (OfTable table : tables) {
            rows.add(table.rows(ShapedRecord.original(record), key));
        }
        return rows;
    }

    private static final class OfTable {

        private final Child child;
        private final Dialect dialect;
        private final ChildRows below;
        private final @Nullable Rows rows;
        private final int[] key;

        OfTable(Child child, Dialect dialect, Adjustments adjustments) {
            this.child = child;
            this.dialect = dialect;
            this.below = of(child.below(), dialect, adjustments);
            TableSpec own = child.spec() == null ? null : child.own();
            this.rows = own == null ? null : new Rows(own, dialect, adjustments);
            this.key = own == null ? new int[0] : own.keyPlaces();
        }

        @Nullable
        List<ChildRow> rows(Map<String, @Nullable Object> record, List<Object> inherited) {
            List<@Nullable Object> elements = child.what().elements(record);
            if (elements == null) {
                return null;
            }
            List<ChildRow> found = new ArrayList<>(elements.size());
            Map<Object, Integer> places = new LinkedHashMap<>();
            int index = 0;
            for (Object element : elements) {
                try {
                    ChildRow row = row(element, index, inherited);
                    Integer other =
                            places.put(row.key().stream().map(EqualKeys::plain).toList(), index);
                    if (other != null) {
                        throw new IllegalArgumentException("it has the key " + keyText(row) + ", as element " + other
                                + " has; name fields in brackets that identify an element of one parent");
                    }
                    found.add(row);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "child table " + child.what().table() + ": element " + index + " of `"
                                    + child.what().path() + "`: " + e.getMessage(),
                            e);
                }
                index++;
            }
            return found;
        }

        private static String keyText(ChildRow row) {
            return row.key().stream().map(RefusedValues::quoted).collect(Collectors.joining(", "));
        }

        private ChildRow row(@Nullable Object element, int index, List<Object> inherited) {
            Rows converter = Objects.requireNonNull(rows);
            ShapedRecord shaped = Child.element(child.what(), child.shape(), element, index, dialect);
            requireOfParent(shaped, inherited);
            List<@Nullable Object> values = converter.row(shaped).values();
            List<Object> own = new ArrayList<>(key.length);
            for (int place : key) {
                own.add(Objects.requireNonNull(values.get(place)));
            }
            if (below.isEmpty() || !(element instanceof Map<?, ?> object)) {
                return new ChildRow(own, values, List.of());
            }
            List<Object> all = new ArrayList<>(inherited);
            all.addAll(own);
            return new ChildRow(own, values, below.of(Child.record(object), all));
        }

        /** A field with the name of an inherited column must have the parent's value, which the column gets. */
        private void requireOfParent(ShapedRecord element, List<Object> inherited) {
            for (int i = 0; i < inherited.size(); i++) {
                String name = child.inherited().get(i);
                if (!element.hasColumn(name)) {
                    continue;
                }
                Object given = element.get(name);
                Column column = Objects.requireNonNull(child.table().columns().get(name));
                Object value = given == null ? null : column.cut(column.convert(given));
                if (value != null && !EqualKeys.plain(value).equals(EqualKeys.plain(inherited.get(i)))) {
                    throw new IllegalArgumentException("its field `" + name + "` is "
                            + RefusedValues.quoted(given) + ", and the column of that name has the key of its parent,"
                            + " " + RefusedValues.quoted(inherited.get(i)) + "; rename the field in the route");
                }
            }
        }
    }
}
