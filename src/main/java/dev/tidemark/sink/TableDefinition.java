package dev.tidemark.sink;

import java.util.List;
import java.util.stream.Collectors;

/** The statements that define a table. Stateless. */
final class TableDefinition {

    private final Dialect dialect;

    /** @param dialect the SQL of the database */
    TableDefinition(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Creates a table. */
    String create(TableSpec table) {
        String columns = table.columns().values().stream()
                .map(column -> dialect.quote(column.name()) + " " + type(column)
                        + (table.key().contains(column.name()) ? " not null" : ""))
                .collect(Collectors.joining(", "));
        return "create table if not exists " + dialect.quoteTable(table.name()) + " (" + columns + ", "
                + dialect.quote(TableSpec.SYNCED_AT) + " " + dialect.syncedAtType() + " not null, primary key ("
                + dialect.quoted(table.key()) + "))" + dialect.tableOptions();
    }

    private String type(Column column) {
        boolean limited = column.type() == ColumnType.STRING && column.precision() > 0;
        return limited ? "varchar(" + column.precision() + ")" : dialect.typeOf(column);
    }

    /** Adds a column to an existing table. */
    String add(TableSpec table, Column column) {
        return add(table, column.name(), type(column));
    }

    /** Adds {@code _synced_at} to a table without it. */
    String addSyncedAt(TableSpec table) {
        return add(table, TableSpec.SYNCED_AT, dialect.syncedAtType());
    }

    private String add(TableSpec table, String name, String type) {
        return "alter table " + dialect.quoteTable(table.name()) + dialect.addColumnWords() + dialect.quote(name) + " "
                + type;
    }

    /** Makes a table's rows unique by a key. */
    String uniqueKey(String table, List<String> key) {
        String name = table.replaceFirst("^[^.]*\\.", "") + "_" + String.join("_", key);
        return "create unique index " + dialect.quote(name) + " on " + dialect.quoteTable(table) + " ("
                + dialect.quoted(key) + ")";
    }
}
