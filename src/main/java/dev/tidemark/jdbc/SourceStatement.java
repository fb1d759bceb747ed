package dev.tidemark.jdbc;

import dev.tidemark.strategy.RowRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A statement that reads a range of rows, with its values by the names that camel-jdbc puts in their places. */
final class SourceStatement {

    private final SourceTable table;
    private final RowRange range;
    private final Binding binding;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String text;

    /**
     * Makes the statement.
     *
     * @param wanted the columns to read; empty for all
     * @param latest the cursor below which rows are read; null for no such limit
     */
    SourceStatement(SourceTable table, List<String> wanted, RowRange range, Binding binding, @Nullable Object latest) {
        this.table = table;
        this.range = range;
        this.binding = binding;
        String cursor = table.quoted(range.cursorField());
        List<String> conditions = new ArrayList<>();
        if (range.cursor() == null) {
            conditions.add(cursor + " is null");
            if (!range.key().isEmpty()) {
                conditions.add("(" + afterKey() + ")");
            }
        } else {
            conditions.add(from(cursor, range.cursor()));
            if (latest != null) {
                conditions.add(cursor + " < " + value("latest", latest));
            }
        }
        this.text = table.limited(
                "select " + columns(wanted) + " from " + table.name() + " where " + String.join(" and ", conditions)
                        + " order by " + cursor + keys(),
                range.limit());
    }

    String text() {
        return text;
    }

    Map<String, Object> values() {
        return values;
    }

    /** At or after the cursor; or, within a sync, after the last row's cursor and key. */
    private String from(String cursor, Object at) {
        String mark = value("cursor", bound(range.cursorField(), at));
        if (range.key().isEmpty()) {
            return cursor + " >= " + mark;
        }
        return "(" + cursor + " > " + mark + " or " + cursor + " = " + mark + " and (" + afterKey() + "))";
    }

    /** The key, column by column: greater in the first, or equal there and greater in the second, and so on. */
    private String afterKey() {
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < range.keyFields().size(); i++) {
            String field = range.keyFields().get(i);
            String column = table.quoted(field);
            String mark = value("key" + i, bound(field, range.key().get(i)));
            alternatives.add(equal + column + " > " + mark);
            equal.append(column).append(" = ").append(mark).append(" and ");
        }
        return String.join(" or ", alternatives);
    }

    private Object bound(String field, Object value) {
        return binding.of(table.column(field), value);
    }

    private String value(String name, Object value) {
        values.put(name, value);
        return ":?" + name;
    }

    private String keys() {
        return range.keyFields().stream()
                .map(field -> ", " + table.quoted(field))
                .collect(Collectors.joining());
    }

    /** The columns wanted, under the names that the source gives them, and always those of the cursor and the key. */
    private String columns(List<String> wanted) {
        Set<String> fields = new LinkedHashSet<>(wanted.isEmpty() ? table.columns() : wanted);
        List<String> needed = new ArrayList<>(range.keyFields());
        needed.add(range.cursorField());
        for (String field : needed) {
            fields.removeIf(each -> each.equalsIgnoreCase(field) && !each.equals(field));
            fields.add(field);
        }
        return fields.stream()
                .map(field -> table.quoted(field) + " as " + table.alias(field))
                .collect(Collectors.joining(", "));
    }
}
