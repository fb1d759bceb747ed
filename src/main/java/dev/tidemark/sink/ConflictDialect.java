package dev.tidemark.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Databases with {@code INSERT ... ON CONFLICT}: from {@code UNNEST}, with one array of texts a column. */
abstract class ConflictDialect extends Dialect {

    private static final int MICROSECONDS = 6;

    ConflictDialect(Map<ColumnType, String> own) {
        super(MICROSECONDS, own);
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

    /** What leaves out rows that would change nothing, before the database looks for conflicts. */
    String filter(TableSpec table) {
        return "";
    }

    private String array(Column column) {
        return column.own() == null ? "unnest(?::" + elementType(column) + "[])" : cast("unnest(?::varchar[])", column);
    }

    /** What turns a text into the column's own type. */
    String cast(String text, Column column) {
        return "cast(" + text + " as " + column.own() + ")";
    }

    /** The type that the texts of a column's array are turned into. */
    String elementType(Column column) {
        return typeOf(column);
    }

    /** What is inserted for an element. */
    String value(Column column, String element) {
        return element;
    }

    @Override
    void bind(PreparedStatement statement, TableSpec table, List<Rows.Row> rows) throws SQLException {
        int columns = table.columns().size();
        // An array of strings goes out as it is, one of objects as a text that the server has to take apart.
        @Nullable String[][] values = new @Nullable String[columns][rows.size()];
        List<Column> kinds = List.copyOf(table.columns().values());
        int at = 0;
        for (Rows.Row row : rows) {
            for (int column = 0; column < columns; column++) {
                Object value = row.values().get(column);
                values[column][at] = value == null ? null : text(kinds.get(column), value);
            }
            at++;
        }
        for (int column = 0; column < columns; column++) {
            statement.setArray(column + 1, statement.getConnection().createArrayOf("varchar", values[column]));
        }
    }
}
