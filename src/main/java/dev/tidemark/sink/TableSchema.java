package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sees to it that a table exists with its columns. Remembers what it saw, so that a chunk costs nothing. */
final class TableSchema {

    private final DataSource dataSource;
    private final Set<String> known = new HashSet<>();
    private @Nullable Dialect dialect;

    /** @param dataSource one that takes no part in the thread's transaction */
    TableSchema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How the database wants to be spoken to; creates nothing. */
    synchronized Dialect dialect() throws SQLException {
        if (dialect != null) {
            return dialect;
        }
        try (Connection connection = dataSource.getConnection()) {
            return Dialect.of(connection);
        }
    }

    /**
     * Creates the table, or the columns that it lacks, and the table of rejects.
     */
    synchronized Dialect ensure(TableSpec table) throws SQLException {
        Dialect known = dialect;
        if (known != null && this.known.containsAll(table.columns().keySet())) {
            return known;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            Dialect found = Dialect.of(connection);
            statement.execute(RejectTable.DEFINITION);
            this.known.addAll(columnsOf(connection.getMetaData(), table.name()));
            if (this.known.isEmpty()) {
                statement.execute(found.createTable(table));
            } else {
                addMissing(table, found, statement);
            }
            this.known.addAll(table.columns().keySet());
            dialect = found;
            return found;
        }
    }

    private void addMissing(TableSpec table, Dialect found, Statement statement) throws SQLException {
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (!known.contains(column.getKey())) {
                statement.execute(found.addColumn(table, column.getValue()));
            }
        }
        if (!known.contains(TableSpec.SYNCED_AT)) {
            statement.execute(found.addSyncedAt(table));
        }
    }

    private static Set<String> columnsOf(DatabaseMetaData database, String table) throws SQLException {
        String[] parts = table.split("\\.", 2);
        String schema = parts.length == 1 ? database.getConnection().getSchema() : parts[0];
        String escape = database.getSearchStringEscape();
        String name = parts[parts.length - 1].replace(escape, escape + escape);
        Set<String> columns = new HashSet<>();
        try (ResultSet found = database.getColumns(
                null, schema, name.replace("_", escape + "_").replace("%", escape + "%"), null)) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME"));
            }
        }
        return columns;
    }
}
