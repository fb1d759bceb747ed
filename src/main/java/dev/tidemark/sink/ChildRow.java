package dev.tidemark.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a child table, without the key of its parent.
 *
 * @param key the values that identify it below its parent
 * @param values its values in the order of the table's own columns, the key included
 * @param below its rows in each table below, as {@link Rows.Row#children}
 */
record ChildRow(List<Object> key, List<@Nullable Object> values, List<@Nullable List<ChildRow>> below) {

    /**
     * Takes the rows that a newer record does not have, because it lacks the field, from an older one.
     *
     * @param newer the rows of the newer record in each child table, which change
     * @param older those of the older record
     */
    static void fill(List<@Nullable List<ChildRow>> newer, List<@Nullable List<ChildRow>> older) {
        for (int i = 0; i < newer.size(); i++) {
            List<ChildRow> before = older.get(i);
            List<ChildRow> after = newer.get(i);
            if (after == null) {
                newer.set(i, before);
            } else if (before != null) {
                for (ChildRow row : after) {
                    before.stream()
                            .filter(other ->
                                    !row.below().isEmpty() && other.key().equals(row.key()))
                            .forEach(other -> fill(row.below(), other.below()));
                }
            }
        }
    }
}
