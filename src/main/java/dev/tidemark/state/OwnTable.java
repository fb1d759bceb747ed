package dev.tidemark.state;

import java.sql.Connection;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** How Tidemark's own tables are created on each kind of database. */
final class OwnTable {

    private OwnTable() {}

    /**
     * Creates a table when it is missing. Not to be called in a transaction.
     *
     * @param columns their definitions, with the word {@code instant} for the type of a point in time
     */
    static void create(JdbcTemplate jdbc, String name, String columns) {
        // There, a timestamp changes by itself, and texts that differ in case are equal.
        boolean mySql = Boolean.TRUE.equals(jdbc.execute((Connection connection) ->
                Set.of("MariaDB", "MySQL").contains(connection.getMetaData().getDatabaseProductName())));
        String statement = "create table if not exists " + name + " ("
                + columns.replace(" instant ", mySql ? " datetime(6) " : " timestamp(6) ") + ")"
                + (mySql ? " character set utf8mb4 collate utf8mb4_bin" : "");
        try {
            jdbc.execute(statement);
        } catch (DataAccessException e) {
            // Two processes may have created it at once, which PostgreSQL refuses to one of them.
            jdbc.execute(statement);
        }
    }

    /** Makes a table faster to read, where the database can. */
    static void index(JdbcTemplate jdbc, String table, String columns) {
        try {
            jdbc.execute("create index if not exists " + table + "_index on " + table + " (" + columns + ")");
        } catch (DataAccessException e) {
            // MySQL has no such statement, and another process may be creating it.
            LoggerFactory.getLogger(OwnTable.class).debug("no index on {}: {}", table, e.getMessage());
        }
    }
}
