package dev.tidemark.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Sets a field to the value of an expression. A field that exists already is replaced, also within an object; otherwise the
 * record gets it. A record for which the expression fails is refused.
 */
public final class ComputeAction extends ExpressionAction {

    private static final String EXPRESSION = "expression";

    private FieldPath field = FieldPath.named("");
    private String expression = "";
    private @Nullable Expression compiled;

    public ComputeAction() {
        super("records-compute-action");
    }

    /** The field to set: a name, or the path to a field that exists within an object. */
    public void setField(String field) {
        this.field = FieldPath.of(field.strip());
    }

    /** The expression. */
    public void setExpression(String expression) {
        this.expression = expression;
    }

    @Override
    void compile(RecordLanguage language) {
        compiled = language.expression(EXPRESSION, expression);
    }

    @Override
    public @Nullable String follow(String path) {
        return FieldPath.of(path).behind(field) == null ? path : null;
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Row row = rows.copy(record);
        exchange.getMessage().setBody(row);
        Object value = value(exchange);
        List<String> way = field.locate(row);
        if (way != null) {
            Within.change(row, way, before -> value);
            out.add(row);
        } else if (field.isNested()) {
            throw new RefusedException("the record has no field `" + field + "` to set; a new field is a plain name");
        } else {
            row.forEach(rows::add);
            rows.add(field.toString(), value);
            out.add(rows.build());
        }
    }

    private @Nullable Object value(Exchange exchange) {
        Expression known = Objects.requireNonNull(compiled);
        Object value;
        try {
            value = known.evaluate(exchange, Object.class);
        } catch (RuntimeException e) {
            throw new RefusedException("expression failed for this record: " + RecordLanguage.message(e));
        }
        if (value instanceof JsonNode node) {
            return Json.EXACT.convertValue(node, Object.class);
        }
        // Groovy's texts with values in them.
        return value instanceof CharSequence && !(value instanceof String) ? value.toString() : value;
    }
}
