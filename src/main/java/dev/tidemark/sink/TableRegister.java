package dev.tidemark.sink;

import dev.tidemark.database.OwnTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The table {@code tidemark_tables}: which sources write a table, and whether Tidemark created it. It is in the sink's
 * database. It caches its entries, so that a chunk needs no query.
 */
final class TableRegister {

    private static final String NAME = "tidemark_tables";
    private static final String COLUMNS = "table_name varchar(255) not null, source varchar(255) not null,"
            + " made_by_us boolean not null, first_written_at instant not null, primary key (table_name, source)";

    private final DataSource dataSource;
    private final Set<String> recorded = new HashSet<>();
    private @Nullable Boolean ours;

    /** @param dataSource a data source outside the thread's transaction */
    TableRegister(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The changes that are allowed in a table before it is written.
     *
     * @param wanted the sink's parameter; null to decide by who created the table
     * @param source the source that writes the table; null when it is not to be recorded
     */
    SchemaEvolution evolution(
            @Nullable SchemaEvolution wanted, TableSchema tables, String table, @Nullable String source)
            throws SQLException {
        ExistingTable there = tables.table(table);
        boolean made = there.columns().isEmpty() || see(table, there, source);
        return wanted != null ? wanted : made ? SchemaEvolution.WIDEN : SchemaEvolution.ADD;
    }

    /** Ensures that a table exists with its columns, and records it when it is new. */
    TableSpec ensure(TableSchema tables, TableSpec table, @Nullable String source) throws SQLException {
        boolean isNew = tables.existing(table.name()).isEmpty();
        TableSpec made = tables.ensure(table);
        if (isNew) {
            made(table.name(), source);
        }
        return made;
    }

    /** Whether Tidemark created the table. Before this register existed, only its own tables had {@code _synced_at}. */
    private synchronized boolean see(String table, ExistingTable there, @Nullable String source) throws SQLException {
        if (ours == null || (source != null && !recorded.contains(source))) {
            try (Connection connection = dataSource.getConnection()) {
                JdbcTemplate jdbc = own(connection);
                OwnTable.create(jdbc, NAME, COLUMNS);
                String known = registered(connection, table);
                List<Boolean> makers = jdbc.queryForList(
                        "select made_by_us from tidemark_tables where table_name = ?", Boolean.class, known);
                boolean others = !makers.isEmpty() && !makers.contains(true);
                boolean made = !others && there.columns().containsKey(TableSpec.SYNCED_AT);
                record(jdbc, known, source, made);
                ours = made;
            }
        }
        return ours;
    }

    private synchronized void made(String table, @Nullable String source) throws SQLException {
        ours = true;
        try (Connection connection = dataSource.getConnection()) {
            JdbcTemplate jdbc = own(connection);
            OwnTable.create(jdbc, NAME, COLUMNS);
            String known = registered(connection, table);
            jdbc.update("update tidemark_tables set made_by_us = true where table_name = ?", known);
            record(jdbc, known, source, true);
        }
    }

    /** A template on the data source itself would use the connection of the thread's transaction. */
    private static JdbcTemplate own(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    /** The table's name without the default schema: a table has one row per source, however it is spelt. */
    private static String registered(Connection connection, String table) throws SQLException {
        boolean schemas = connection.getMetaData().supportsSchemasInTableDefinitions();
        String own = schemas ? connection.getSchema() : connection.getCatalog();
        return own != null && table.startsWith(own + ".") ? table.substring(own.length() + 1) : table;
    }

    private void record(JdbcTemplate jdbc, String table, @Nullable String source, boolean made) {
        if (source == null || recorded.contains(source)) {
            return;
        }
        // A DuckDB reports the row of another thread as a duplicate before it can be seen.
        synchronized (TableRegister.class) {
            if (!isRecorded(jdbc, table, source)) {
                insert(jdbc, table, source, made);
            }
        }
        recorded.add(source);
    }

    private static void insert(JdbcTemplate jdbc, String table, String source, boolean made) {
        try {
            jdbc.update(
                    "insert into tidemark_tables (table_name, source, made_by_us, first_written_at) values (?, ?, ?, ?)",
                    table,
                    source,
                    made,
                    LocalDateTime.now(ZoneOffset.UTC));
        } catch (DataAccessException e) {
            // Another process may have inserted it at the same time.
            if (!isRecorded(jdbc, table, source)) {
                throw e;
            }
        }
    }

    private static boolean isRecorded(JdbcTemplate jdbc, String table, String source) {
        return !jdbc.queryForList(
                        "select source from tidemark_tables where table_name = ? and source = ?",
                        String.class,
                        table,
                        source)
                .isEmpty();
    }
}
