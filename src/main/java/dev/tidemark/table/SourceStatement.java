package dev.tidemark.table;

import dev.tidemark.strategy.RowRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements that read a range of rows, or the position of one of them. */
record SourceStatement(SourceTable table, RowRange range, RowConditions conditions) {

    /** @param wanted the columns to read; empty for all */
    String rows(List<String> wanted) {
        return table.limited(select(wanted) + order(""), 0, range.limit());
    }

    /** Cursor and key of the last row within the limit. */
    String atLimit() {
        return table.limited(select(range.keyFields()) + order(""), range.limit() - 1, 1);
    }

    /** Cursor and key of the last row. */
    String last() {
        return table.limited(select(range.keyFields()) + order(" desc"), 0, 1);
    }

    private String select(List<String> wanted) {
        return "select " + columns(wanted) + " from " + table.name() + " where " + conditions.text();
    }

    /** Also by the cursor where it is null: an index on cursor and key orders these rows as well. */
    private String order(String direction) {
        List<String> fields = new ArrayList<>(range.keyFields());
        fields.add(0, range.cursorField());
        return fields.stream()
                .map(field -> table.quoted(field) + direction)
                .collect(Collectors.joining(", ", " order by ", ""));
    }

    /** The requested columns with the names of the source, always including cursor and key. */
    private String columns(List<String> wanted) {
        Set<String> fields = new LinkedHashSet<>(wanted.isEmpty() ? table.columns() : wanted);
        List<String> needed = new ArrayList<>(range.keyFields());
        needed.add(range.cursorField());
        for (String field : needed) {
            fields.removeIf(each -> each.equalsIgnoreCase(field) && !each.equals(field));
            fields.add(field);
        }
        return fields.stream().map(table::selected).collect(Collectors.joining(", "));
    }
}
