package dev.tidemark.action;

import dev.tidemark.row.RowBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps the records for which a condition is true. A record for which it cannot be evaluated is refused. */
public final class FilterAction extends ExpressionAction {

    private static final String WHERE = "where";

    private String where = "";
    private @Nullable Predicate condition;

    public FilterAction() {
        super("records-filter-action");
    }

    /** The condition. */
    public void setWhere(String where) {
        this.where = where;
    }

    @Override
    void compile(RecordLanguage language) {
        condition = language.predicate(WHERE, where);
    }

    @Override
    public String follow(String field) {
        return field;
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Predicate compiled = Objects.requireNonNull(condition);
        exchange.getMessage().setBody(record);
        boolean kept;
        try {
            kept = compiled.matches(exchange);
        } catch (RuntimeException e) {
            throw new RefusedException("where failed for this record: " + RecordLanguage.message(e));
        }
        if (kept) {
            out.add(record);
        }
    }
}
