package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Removes fields. */
public final class DropAction extends FieldsAction {

    public DropAction() {
        super("records-drop-action");
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Row row = rows.copy(record);
        Set<String> dropped = new HashSet<>();
        for (FieldPath field : fields()) {
            List<String> way = field.locate(row);
            if (way != null && way.size() > 1) {
                if (Within.isElement(row, way)) {
                    throw new RefusedException("`" + field + "` is an element of an array, which cannot be dropped;"
                            + " drop the array, or compute another one (records-compute-action)");
                }
                Within.remove(row, way);
            } else if (way != null) {
                dropped.add(way.get(0));
            }
        }
        row.forEach((name, value) -> {
            if (!dropped.contains(name)) {
                rows.add(name, value);
            }
        });
        out.add(rows.build());
    }
}
