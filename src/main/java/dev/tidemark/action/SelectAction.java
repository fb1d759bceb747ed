package dev.tidemark.action;

import dev.tidemark.action.FieldList.Named;
import dev.tidemark.row.FieldPath;
import dev.tidemark.row.RowBuilder;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Keeps certain fields, in the order in which they are named. What contained a nested record stays with it. */
public final class SelectAction extends FieldsAction {

    private List<Named> fields = List.of();

    public SelectAction() {
        super("records-select-action");
    }

    /** {@code field, new=old, ...}; a field may be a path. */
    @Override
    public void setFields(String fields) {
        this.fields = FieldList.selection(fields);
        use(this.fields.stream().map(Named::from).toList());
    }

    @Override
    public @Nullable String follow(String field) {
        return FieldList.follow(field, fields);
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        for (Named field : fields) {
            Object value = field.from().read(record);
            if (value != null || field.from().isIn(record)) {
                rows.add(field.name(), value);
            }
        }
        Object parent = record.get(FieldPath.PARENT);
        if (parent != null) {
            rows.add(FieldPath.PARENT, parent);
        }
        out.add(rows.build());
    }
}
