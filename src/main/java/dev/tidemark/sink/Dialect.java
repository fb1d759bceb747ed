package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How one kind of database says what the sink wants. Stateless. */
interface Dialect {

    /**
     * The dialect of a connection's database.
     *
     * @throws SQLException when the database does not answer, or is of a kind that the sink does not know
     */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("H2")) {
            return new H2Dialect();
        }
        throw new SQLException("the sink does not know the database " + product + "; it writes to H2");
    }

    /** The type of a column in a table's definition. */
    String typeOf(Column column);

    /**
     * One statement that inserts or updates rows, with one array parameter a column. It leaves a row alone when nothing
     * differs or when the row in the table is newer. Its text depends on the table only.
     */
    String upsert(TableSpec table);

    /** Gives a statement made by {@link #upsert} its rows. */
    default void bind(PreparedStatement statement, TableSpec table, List<Rows.Row> rows) throws SQLException {
        int column = 0;
        for (Column each : table.columns().values()) {
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = element(each, rows.get(row).values().get(column));
            }
            column++;
            statement.setArray(column, statement.getConnection().createArrayOf(arrayTypeOf(each), values));
        }
    }

    /** A column's value as an element of its array parameter. */
    default @Nullable Object element(Column column, @Nullable Object value) {
        return value;
    }

    /** The element type of a column's array parameter. */
    String arrayTypeOf(Column column);

    /** Creates a table. */
    default String createTable(TableSpec table) {
        String columns = table.columns().values().stream()
                .map(column -> quote(column.name()) + " " + typeOf(column)
                        + (table.key().contains(column.name()) ? " not null" : ""))
                .collect(Collectors.joining(", "));
        return "create table if not exists " + quoteTable(table.name()) + " (" + columns + ", "
                + quote(TableSpec.SYNCED_AT) + " " + syncedAtType() + " not null, primary key ("
                + quoted(table.key()) + "))";
    }

    /** Adds a column to a table that exists. */
    default String addColumn(TableSpec table, Column column) {
        return "alter table " + quoteTable(table.name()) + " add column if not exists " + quote(column.name()) + " "
                + typeOf(column);
    }

    /** Adds {@code _synced_at} to a table that was made without it. */
    default String addSyncedAt(TableSpec table) {
        return "alter table " + quoteTable(table.name()) + " add column if not exists " + quote(TableSpec.SYNCED_AT)
                + " " + syncedAtType();
    }

    /** The type of {@code _synced_at}. */
    String syncedAtType();

    /** Quotes a name, case kept; a quote inside it is doubled. */
    default String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes a table's name, and its schema's when a dot parts the two. */
    default String quoteTable(String name) {
        return Arrays.stream(name.split("\\.", 2)).map(this::quote).collect(Collectors.joining("."));
    }

    /** Quotes names and puts commas between them. */
    default String quoted(List<String> names) {
        return names.stream().map(this::quote).collect(Collectors.joining(", "));
    }
}
