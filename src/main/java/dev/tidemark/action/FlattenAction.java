package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Replaces objects by their fields, however deep, under the names on the way joined by a separator. Arrays and null stay as
 * they are; an object without fields leaves nothing. A record in which two fields would get one name is refused.
 */
public final class FlattenAction extends FieldsAction {

    private String separator = "_";

    public FlattenAction() {
        super("records-flatten-action");
    }

    /** {@code field, ...}, paths to objects; empty for all fields. */
    @Override
    public void setFields(String fields) {
        use(fields.isBlank() ? List.of() : FieldList.paths(fields));
    }

    /** Joins the names. */
    public void setSeparator(String separator) {
        this.separator = separator;
    }

    @Override
    public String follow(String field) {
        FieldPath path = FieldPath.of(field);
        boolean moves = path.isNested()
                && (fields().isEmpty()
                        || fields().stream().map(path::behind).anyMatch(rest -> rest != null && !rest.isEmpty()));
        return moves ? String.join(separator, FieldPath.names(field)) : field;
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Row row = rows.copy(record);
        // The objects that leave another one, which stays.
        Map<String, Object> moved = new LinkedHashMap<>();
        Map<String, Object> replaced = new HashMap<>();
        for (FieldPath field : fields()) {
            List<String> way = field.locate(row);
            Object value = way == null ? null : field.read(row);
            if (way != null && value instanceof Map) {
                (way.size() == 1 ? replaced : moved).put(String.join(separator, way), value);
                if (way.size() > 1) {
                    Within.remove(row, way);
                }
            }
        }
        row.forEach((name, value) -> {
            boolean isMeant = fields().isEmpty() ? !name.equals(FieldPath.PARENT) : replaced.containsKey(name);
            add(name, value, isMeant, rows);
        });
        moved.forEach((name, value) -> add(name, value, true, rows));
        out.add(rows.build());
    }

    private void add(String name, @Nullable Object value, boolean flatten, RowBuilder rows) {
        if (flatten && value instanceof Map<?, ?> object) {
            object.forEach((member, inner) -> add(name + separator + member, inner, true, rows));
        } else if (!rows.add(name, value)) {
            throw new RefusedException("two fields of the record would get the name `" + name
                    + "`; rename or drop one of them before, or set another separator");
        }
    }
}
