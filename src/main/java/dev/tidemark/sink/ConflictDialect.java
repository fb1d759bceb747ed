package dev.tidemark.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Databases with {@code INSERT ... ON CONFLICT}: the rows come from {@code UNNEST}, with one array of texts per column. */
abstract class ConflictDialect extends Dialect {

    private static final int MICROSECONDS = 6;

    ConflictDialect(Map<ColumnType, String> typeNames) {
        super(MICROSECONDS, typeNames);
    }

    @Override
    final String upsert(TableSpec table) {
        String conflict = table.others().isEmpty()
                ? "nothing"
                : "update set " + assignments(table, "excluded.") + quote(TableSpec.SYNCED_AT) + " = excluded."
                        + quote(TableSpec.SYNCED_AT) + " where " + replaces(table, "t."::concat, "excluded."::concat);
        return "insert into " + quoteTable(table.name()) + " as t ("
                + quoted(table.columns().keySet()) + ", " + quote(TableSpec.SYNCED_AT) + ") select "
                + String.join(", ", values(table)) + ", now() from " + source(table) + filter(table) + " on conflict ("
                + quoted(table.key())
                + ") do " + conflict;
    }

    @Override
    final String source(TableSpec table) {
        return table.columns().values().stream()
                .map(column -> array(column) + " as " + quote(column.name()))
                .collect(Collectors.joining(", ", "(select ", ") as u"));
    }

    @Override
    List<String> values(TableSpec table) {
        return table.columns().values().stream()
                .map(column -> value(column, "u." + quote(column.name())))
                .toList();
    }

    /** A condition that excludes rows that would change nothing, before the database looks for conflicts. */
    String filter(TableSpec table) {
        return "";
    }

    private String array(Column column) {
        return column.own() == null ? "unnest(?::" + elementType(column) + "[])" : cast("unnest(?::varchar[])", column);
    }

    /** The expression that converts a text to the column's own type. */
    String cast(String text, Column column) {
        return "cast(" + text + " as " + column.own() + ")";
    }

    /** The type to which the texts of a column's array are converted. */
    String elementType(Column column) {
        return typeOf(column);
    }

    /** The expression that is inserted for an element. */
    String value(Column column, String element) {
        return element;
    }

    @Override
    int bind(PreparedStatement statement, int first, TableSpec table, List<Rows.Row> rows) throws SQLException {
        int columns = table.columns().size();
        // The driver sends an array of strings as it is, and an array of objects as a text that the server has to
        // parse.
        @Nullable String[][] values = new @Nullable String[columns][rows.size()];
        List<Column> types = List.copyOf(table.columns().values());
        int at = 0;
        for (Rows.Row row : rows) {
            for (int column = 0; column < columns; column++) {
                Object value = row.values().get(column);
                values[column][at] = value == null ? null : text(types.get(column), value);
            }
            at++;
        }
        for (int column = 0; column < columns; column++) {
            statement.setArray(first + column, statement.getConnection().createArrayOf("varchar", values[column]));
        }
        return first + columns;
    }
}
