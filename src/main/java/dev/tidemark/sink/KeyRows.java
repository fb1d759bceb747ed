package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a statement gets to be compared with those of a table: some of the table's columns, and the place of each row in
 * the list. Not thread-safe; confined to the sync's thread.
 */
final class KeyRows {

    private final Dialect dialect;
    private final TableSpec spec;
    private final List<Rows.Row> rows = new ArrayList<>();

    /** @param columns the columns of the table that the rows have, in the order of their values */
    KeyRows(Dialect dialect, TableSpec table, List<String> columns) {
        this.dialect = dialect;
        Map<String, Column> all = new LinkedHashMap<>();
        columns.forEach(name -> all.put(name, table.column(name)));
        all.put(TableSpec.PLACE, new Column(TableSpec.PLACE, ColumnType.LONG));
        this.spec = new TableSpec(table.name(), all, columns, null, false, table.compared(), Map.of());
    }

    void add(List<? extends @Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>(values);
        all.add((long) rows.size());
        rows.add(new Rows.Row(Map.of(), all));
    }

    TableSpec spec() {
        return spec;
    }

    List<Rows.Row> rows() {
        return rows;
    }

    /** A query of the rows, with the names of the table's columns. */
    String query(List<String> columns) {
        List<String> names = List.copyOf(spec.columns().keySet());
        List<String> values = dialect.values(spec);
        return columns.stream()
                .map(name -> value(name, values.get(names.indexOf(name))) + " as " + dialect.quote(name))
                .collect(Collectors.joining(", ", "select ", " from " + dialect.source(spec)));
    }

    private String value(String name, String value) {
        UnaryOperator<String> compared =
                spec.compared().getOrDefault(name, text -> dialect.comparable(spec.column(name), text));
        return compared.apply(value);
    }

    /**
     * The beginning of a query that joins the rows, as {@code s}, with those of the table that they are equal to, as
     * {@code t}. It is an outer join, which H2 never begins with the table.
     *
     * @param key the columns to compare
     */
    String join(List<String> key) {
        return " from (" + query(List.copyOf(spec.columns().keySet())) + ") s left join "
                + dialect.quoteTable(spec.name()) + " t on " + dialect.equal(key, "t.", "s.") + " where t."
                + dialect.quote(key.get(0))
                + " is not null";
    }
}
