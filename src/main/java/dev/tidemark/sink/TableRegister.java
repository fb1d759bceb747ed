package dev.tidemark.sink;

import dev.tidemark.sync.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code tidemark_tables}: who writes a table, and whether Tidemark made it. It is in the database of the sink.
 * Remembers what it wrote, so that a chunk costs nothing.
 */
final class TableRegister {

    static final String NAME = "tidemark_tables";

    private final DataSource dataSource;
    private final Set<String> recorded = new HashSet<>();
    private @Nullable Boolean ours;

    /** @param dataSource one that takes no part in the thread's transaction */
    TableRegister(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Creates the table. */
    static String definition(Dialect dialect) {
        return "create table if not exists tidemark_tables (table_name varchar(255) not null,"
                + " source varchar(255) not null, made_by_us boolean not null, first_written_at "
                + dialect.typeOf(dialect.kept(new Column("first_written_at", ColumnType.NAIVE_DATETIME), false))
                + " not null, primary key (table_name, source))" + dialect.tableOptions();
    }

    /**
     * What may change in a table that is about to be written.
     *
     * @param wanted what the sink says; null when it leaves that to who made the table
     * @param source who writes it; null when that is not to be recorded
     */
    SchemaEvolution evolution(
            @Nullable SchemaEvolution wanted, TableSchema tables, String table, @Nullable String source)
            throws SQLException {
        ExistingTable there = tables.table(table);
        boolean made = there.columns().isEmpty() || see(tables.dialect(), table, there, source);
        return wanted != null ? wanted : made ? SchemaEvolution.WIDEN : SchemaEvolution.ADD;
    }

    /** Sees to it that a table exists with its columns, and records it when it is new. */
    TableSpec ensure(TableSchema tables, TableSpec table, @Nullable String source) throws SQLException {
        boolean isNew = tables.existing(table.name()).isEmpty();
        TableSpec made = tables.ensure(table);
        if (isNew) {
            made(tables.dialect(), table.name(), source);
        }
        return made;
    }

    /** Whether Tidemark made it. Before there was a register, only its own tables had {@code _synced_at}. */
    private synchronized boolean see(Dialect dialect, String table, ExistingTable there, @Nullable String source)
            throws SQLException {
        if (ours == null || (source != null && !recorded.contains(source))) {
            try (Connection connection = dataSource.getConnection()) {
                create(connection, dialect);
                String known = registered(connection, table);
                boolean made = !isOthers(connection, known) && there.columns().containsKey(TableSpec.SYNCED_AT);
                record(connection, known, source, made);
                ours = made;
            }
        }
        return ours;
    }

    private synchronized void made(Dialect dialect, String table, @Nullable String source) throws SQLException {
        ours = true;
        try (Connection connection = dataSource.getConnection()) {
            create(connection, dialect);
            String known = registered(connection, table);
            update(connection, "update tidemark_tables set made_by_us = true where table_name = ?", known);
            record(connection, known, source, true);
        }
    }

    /** Its name without the schema that it is in anyway: a table has one row a source, however it is spelt. */
    private static String registered(Connection connection, String table) throws SQLException {
        boolean schemas = connection.getMetaData().supportsSchemasInTableDefinitions();
        String own = schemas ? connection.getSchema() : connection.getCatalog();
        return own != null && table.startsWith(own + ".") ? table.substring(own.length() + 1) : table;
    }

    private static boolean isOthers(Connection connection, String table) throws SQLException {
        boolean others = false;
        try (PreparedStatement query =
                connection.prepareStatement("select made_by_us from tidemark_tables where table_name = ?")) {
            query.setString(1, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    others = true;
                    if (found.getBoolean(1)) {
                        return false;
                    }
                }
            }
        }
        return others;
    }

    private void record(Connection connection, String table, @Nullable String source, boolean made)
            throws SQLException {
        if (source == null || recorded.contains(source)) {
            return;
        }
        String insert =
                "insert into tidemark_tables (table_name, source, made_by_us, first_written_at) values (?, ?, ?, ?)";
        if (!isRecorded(connection, table, source)) {
            try {
                update(connection, insert, table, source, made, LocalDateTime.now(ZoneOffset.UTC));
            } catch (SQLException e) {
                // Another process may have done so at once.
                if (!isRecorded(connection, table, source)) {
                    throw e;
                }
            }
        }
        recorded.add(source);
    }

    private static boolean isRecorded(Connection connection, String table, String source) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select source from tidemark_tables where table_name = ? and source = ?")) {
            query.setString(1, table);
            query.setString(2, source);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    private static void update(Connection connection, String statement, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }

    /** PostgreSQL asks for the right to create also where there is nothing to create. */
    private static void create(Connection connection, Dialect dialect) throws SQLException {
        boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
        String stored = upper ? NAME.toUpperCase(Locale.ROOT) : NAME;
        if (!new TableCatalog(connection, dialect, stored).columns().isEmpty()) {
            return;
        }
        try {
            execute(connection, definition(dialect));
        } catch (SQLException e) {
            try {
                // Two processes may have created it at once, which PostgreSQL and DuckDB refuse to one of them.
                execute(connection, definition(dialect));
            } catch (SQLException again) {
                throw new SQLException(
                        "there is no table tidemark_tables, and it cannot be created: " + Failure.innermost(again)
                                + "; grant this user that right, or create the table as another user: "
                                + definition(dialect),
                        again.getSQLState(),
                        again);
            }
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement creation = connection.createStatement()) {
            creation.execute(statement);
        }
    }
}
