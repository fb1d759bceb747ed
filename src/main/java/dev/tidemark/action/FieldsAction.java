package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** An action on certain fields. Logs which of them no record has. */
abstract class FieldsAction extends RecordAction {

    private final String name;
    private final AbsentFields absent = new AbsentFields();
    private List<FieldPath> fields = List.of();

    FieldsAction(String name) {
        super(name);
        this.name = name;
    }

    /** {@code field, ...}; a field may be a path. */
    public void setFields(String fields) {
        use(FieldList.paths(fields));
    }

    /** Sets the fields that it is for. */
    final void use(List<FieldPath> given) {
        fields = given;
    }

    /** The fields that it is for. */
    final List<FieldPath> fields() {
        return fields;
    }

    /** Whether a field is one of them, or within one. */
    final boolean concerns(String field) {
        FieldPath path = FieldPath.of(field);
        return fields.stream().anyMatch(each -> path.behind(each) != null);
    }

    /** Unless it says otherwise, the value of one of its fields does not stay. */
    @Override
    public @Nullable String follow(String field) {
        return concerns(field) ? null : field;
    }

    @Override
    protected final void before(Exchange exchange, List<Map<String, @Nullable Object>> records) {
        absent.see(exchange, name, fields, records);
    }
}
