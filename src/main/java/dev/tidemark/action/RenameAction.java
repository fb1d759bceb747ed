package dev.tidemark.action;

import dev.tidemark.action.FieldList.Named;
import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Renames fields. A value within an object moves out of it, to the end of the record; one of an array, or of the object that
 * contained a nested record, is copied. All are renamed at once, so that two fields can swap their names. A record that has
 * the new field already is refused.
 */
public final class RenameAction extends FieldsAction {

    private List<Named> fields = List.of();

    public RenameAction() {
        super("records-rename-action");
    }

    /** {@code new=old, ...}; the old name may be a path. */
    @Override
    public void setFields(String fields) {
        this.fields = FieldList.renames(fields);
        use(this.fields.stream().map(Named::from).toList());
    }

    @Override
    public @Nullable String follow(String field) {
        String next = FieldList.follow(field, fields);
        return next == null ? field : next;
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Row row = rows.copy(record);
        List<@Nullable List<String>> ways = new ArrayList<>(fields.size());
        for (Named field : fields) {
            List<String> way = field.from().locate(record);
            ways.add(way);
            if (way != null && way.size() > 1 && !isCopied(record, way)) {
                Within.remove(row, way);
            }
        }
        row.forEach((name, value) -> addTop(name, value, ways, rows));
        for (int i = 0; i < ways.size(); i++) {
            List<String> way = ways.get(i);
            if (way != null && way.size() > 1) {
                add(i, fields.get(i).from().read(record), rows);
            }
        }
        out.add(rows.build());
    }

    private static boolean isCopied(Map<String, @Nullable Object> record, List<String> way) {
        return way.get(0).equals(FieldPath.PARENT) || Within.isElement(record, way);
    }

    private void addTop(String name, @Nullable Object value, List<@Nullable List<String>> ways, RowBuilder rows) {
        boolean renamed = false;
        for (int i = 0; i < ways.size(); i++) {
            List<String> way = ways.get(i);
            if (way != null && way.size() == 1 && way.get(0).equals(name)) {
                add(i, value, rows);
                renamed = true;
            }
        }
        if (!renamed && !rows.add(name, value)) {
            throw taken(name);
        }
    }

    private void add(int field, @Nullable Object value, RowBuilder rows) {
        String name = fields.get(field).name();
        if (!rows.add(name, value)) {
            throw taken(name);
        }
    }

    private RefusedException taken(String name) {
        Named field = fields.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new RefusedException("the record has a field `" + name + "` already, so `" + name + "=" + field.from()
                + "` would overwrite it; choose another name, or drop that field before (records-drop-action)");
    }
}
