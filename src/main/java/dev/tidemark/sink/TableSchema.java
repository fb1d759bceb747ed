package dev.tidemark.sink;

import dev.tidemark.sync.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sees to it that a table exists with its columns. Remembers what it saw, so that a chunk costs nothing. */
final class TableSchema {

    private final DataSource dataSource;
    private @Nullable Map<String, @Nullable Column> existing;
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

    /** The columns that the table has already, by their names; empty when it is still to be created. */
    synchronized Map<String, @Nullable Column> existing(String table) throws SQLException {
        if (existing == null) {
            try (Connection connection = dataSource.getConnection()) {
                existing = TableCatalog.columns(connection.getMetaData(), table);
            }
        }
        return existing;
    }

    /** Looks again at the next chunk: the table may have been changed by others. */
    synchronized void forget() {
        existing = null;
        dialect = null;
    }

    /** Creates the table, or the columns that it lacks, and the table of rejects. */
    synchronized Dialect ensure(TableSpec table) throws SQLException {
        Map<String, @Nullable Column> there = existing(table.name());
        Dialect known = dialect;
        if (known != null && there.keySet().containsAll(table.columns().keySet())) {
            return known;
        }
        table.columns().values().forEach(column -> requireSameType(table.name(), column, there.get(column.name())));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            Dialect found = Dialect.of(connection);
            statement.execute(RejectTable.DEFINITION);
            if (there.isEmpty()) {
                statement.execute(found.createTable(table));
            } else {
                addMissing(table, there.keySet(), found, statement);
            }
            there.putAll(table.columns());
            dialect = found;
            return found;
        } catch (SQLException e) {
            throw new SQLException(
                    "the table \"" + table.name() + "\" cannot be made as columns says: " + Failure.innermost(e),
                    e.getSQLState(),
                    e);
        }
    }

    private static void requireSameType(String table, Column wanted, @Nullable Column there) {
        if (there != null && there.type() != wanted.type()) {
            throw new IllegalArgumentException("the table " + table + " has the column " + wanted.name() + " of type "
                    + there.type() + ", columns says " + wanted.type() + "; change one of the two");
        }
    }

    private static void addMissing(TableSpec table, Set<String> there, Dialect found, Statement statement)
            throws SQLException {
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (!there.contains(column.getKey())) {
                statement.execute(found.addColumn(table, column.getValue()));
            }
        }
        if (!there.contains(TableSpec.SYNCED_AT)) {
            statement.execute(found.addSyncedAt(table));
        }
    }
}
