package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes one record for each element of an array, with the element in place of the array. Any other value is an array of one.
 * A record in which the array is missing, null or empty has no element: it is left out, and counted as filtered. Several
 * arrays are exploded one after the other, so each combination of their elements is a record.
 */
public final class ExplodeAction extends FieldsAction {

    public ExplodeAction() {
        super("records-explode-action");
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        explode(rows.copy(record), 0, rows, out);
    }

    private void explode(Row row, int field, RowBuilder rows, List<Map<String, @Nullable Object>> out) {
        if (field == fields().size()) {
            out.add(row);
            return;
        }
        FieldPath path = fields().get(field);
        List<String> way = path.locate(row);
        if (way == null) {
            return;
        }
        for (Object element : elements(path.read(row))) {
            Row one = rows.copy(row);
            Within.change(one, way, array -> element);
            explode(one, field + 1, rows, out);
        }
    }

    private static Iterable<? extends @Nullable Object> elements(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof Iterable<?> several
                ? several
                : value instanceof Object[] array ? Arrays.asList(array) : List.of(value);
    }
}
