package dev.tidemark.sink;

import dev.tidemark.sync.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ensures that a table exists with its columns. It caches the table's columns, so that a chunk needs no query. */
final class TableSchema {

    private static final Logger LOG = LoggerFactory.getLogger(TableSchema.class);

    private final DataSource dataSource;
    private @Nullable ExistingTable existing;
    private Map<String, UnaryOperator<String>> compared = Map.of();
    private @Nullable Dialect dialect;
    private boolean ensured;

    /** @param dataSource a data source outside the thread's transaction */
    TableSchema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The SQL of the database; creates nothing. */
    synchronized Dialect dialect() throws SQLException {
        if (dialect == null) {
            try (Connection connection = dataSource.getConnection()) {
                dialect = Dialect.of(connection);
            }
        }
        return dialect;
    }

    /** The existing columns of the table, by name; empty when the table does not exist yet. */
    synchronized Map<String, @Nullable Column> existing(String table) throws SQLException {
        return table(table).columns();
    }

    /** The table as last read; without columns when it does not exist yet. */
    synchronized ExistingTable table(String table) throws SQLException {
        if (existing == null) {
            Dialect known = dialect();
            try (Connection connection = dataSource.getConnection()) {
                TableCatalog catalog = new TableCatalog(connection, known, table);
                existing = catalog.table();
                compared = existing.columns().isEmpty() ? Map.of() : catalog.compared();
            }
        }
        return existing;
    }

    /** Reads the table again at the next chunk: another process may have changed it. */
    synchronized void forget() {
        existing = null;
        ensured = false;
    }

    /**
     * The table with its columns as the database stores them.
     *
     * @throws IllegalArgumentException when an existing column has another type
     */
    synchronized TableSpec fitted(TableSpec wanted) throws SQLException {
        return fitted(wanted, table(wanted.name()), dialect());
    }

    private static TableSpec fitted(TableSpec wanted, ExistingTable table, Dialect known) {
        Map<String, @Nullable Column> there = table.columns();
        TableCheck.requireNames(known, wanted, there.keySet());
        Map<String, Column> columns = new LinkedHashMap<>();
        wanted.columns().forEach((name, column) -> {
            TableCheck.requireWritten(wanted, name, table);
            Column found = there.get(name);
            if (found != null) {
                columns.put(name, narrowed(wanted.name(), column, found, known));
            } else {
                columns.put(name, known.kept(column, wanted.key().contains(name)));
            }
        });
        return wanted.withColumns(columns);
    }

    private static Column narrowed(String table, Column wanted, Column there, Dialect dialect) {
        boolean tooSmall = wanted.type() == ColumnType.DECIMAL
                && there.precision() > 0
                && (there.scale() < wanted.scale()
                        || there.precision() - there.scale() < wanted.precision() - wanted.scale());
        if (there.own() != null && (wanted.type() == ColumnType.STRING || wanted.type() == ColumnType.JSON)) {
            return there;
        }
        if (tooSmall || !dialect.areAlike(wanted.type(), there.type())) {
            throw new IllegalArgumentException("the table " + table + " has the column " + wanted.name() + " of type"
                    + " " + there.word() + ", but columns declares " + wanted.word() + "; change one of the two");
        }
        if (there.own() != null) {
            return there;
        }
        return wanted.type() == ColumnType.DECIMAL
                ? wanted
                : new Column(wanted.name(), wanted.type(), there.precision(), there.scale());
    }

    /** The columns that are missing or narrower in the table as last read; empty when the table does not exist. */
    synchronized List<String> toBeChanged(String table, Map<String, Column> wanted) throws SQLException {
        Map<String, @Nullable Column> there = existing(table);
        return there.isEmpty()
                ? List.of()
                : wanted.values().stream()
                        .filter(column -> !column.equals(there.get(column.name())))
                        .map(Column::name)
                        .toList();
    }

    /** Widens columns that are narrower than wanted. */
    synchronized void widen(TableSpec wanted) throws SQLException {
        Map<String, @Nullable Column> there = existing(wanted.name());
        for (Column column : wanted.columns().values()) {
            Column before = there.get(column.name());
            if (before != null && !before.equals(column)) {
                new ColumnChange(dialect(), wanted, before, column).run(dataSource);
                there.put(column.name(), column);
            }
        }
    }

    /**
     * Creates the table, or its missing columns, and the table of rejects.
     *
     * @return the table, with how the database compares its key
     */
    synchronized TableSpec ensure(TableSpec table) throws SQLException {
        Map<String, @Nullable Column> there = existing(table.name());
        if (ensured && there.keySet().containsAll(table.columns().keySet())) {
            return table.withCompared(compared);
        }
        Dialect known = dialect();
        try (Connection connection = dataSource.getConnection()) {
            if (!there.isEmpty()) {
                TableCheck.requireKnown(table, table(table.name()));
                TableCheck.requireWritable(
                        new TableCatalog(connection, known, table.name()), known, table.name(), table.key());
            }
            ensureRejects(connection, known);
            boolean made = there.isEmpty();
            if (made) {
                create(connection, new TableDefinition(known).create(table));
            } else {
                made = addMissing(table, there.keySet(), known, connection);
            }
            if (made) {
                // Another connection may just have created them with other types.
                TableCatalog catalog = new TableCatalog(connection, known, table.name());
                fitted(table, catalog.table(), known);
                compared = catalog.compared();
            }
            there.putAll(table.columns());
            there.putIfAbsent(TableSpec.SYNCED_AT, null);
            ensured = true;
            return table.withCompared(compared);
        } catch (SQLException e) {
            throw new SQLException(
                    "cannot create the table \"" + table.name() + "\" as columns declares: " + Failure.innermost(e),
                    e.getSQLState(),
                    e);
        }
    }

    /** Creates the table of rejects alone, for a chunk without any record to write. */
    void ensureRejects() throws SQLException {
        Dialect known = dialect();
        try (Connection connection = dataSource.getConnection()) {
            ensureRejects(connection, known);
        }
    }

    private static void ensureRejects(Connection connection, Dialect known) throws SQLException {
        // PostgreSQL requires the right to create even when there is nothing to create.
        if (!new TableCatalog(connection, known, RejectTable.NAME).exists()) {
            create(connection, RejectTable.definition(known));
        }
    }

    private static void create(Connection connection, String definition) throws SQLException {
        try {
            execute(connection, definition);
        } catch (SQLException e) {
            // Another connection may have created it at the same time; PostgreSQL and DuckDB then refuse one of the
            // two.
            execute(connection, definition);
        }
    }

    /** Uses a new statement: DuckDB closes a statement that fails. */
    private static void execute(Connection connection, String definition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition);
        }
    }

    /** @return whether a column was missing */
    private static boolean addMissing(TableSpec table, Set<String> there, Dialect found, Connection connection)
            throws SQLException {
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (!there.contains(column.getKey())) {
                execute(connection, new TableDefinition(found).add(table, column.getValue()));
            }
        }
        List<String> added = table.columns().values().stream()
                .filter(column -> !there.contains(column.name()))
                .map(column -> column.name() + " " + column.word())
                .toList();
        if (!added.isEmpty()) {
            LOG.info("the table {} has new columns: {}", table.name(), String.join(", ", added));
        }
        if (!there.contains(TableSpec.SYNCED_AT)) {
            execute(connection, new TableDefinition(found).addSyncedAt(table));
        }
        return !added.isEmpty();
    }
}
