package dev.tidemark.state;

import java.sql.Connection;
import java.util.Set;
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
}
