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

    FieldsAction(String name) {
        super(name);
        this.name = name;
    }

    /** The fields that it is for. */
    abstract List<FieldPath> fields();

    @Override
    protected final void before(Exchange exchange, List<Map<String, @Nullable Object>> records) {
        absent.see(exchange, name, fields(), records);
    }
}
