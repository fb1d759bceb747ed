package dev.tidemark.sink;

import dev.tidemark.sync.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Widens a column in the database. Its rows keep their values. */
record ColumnChange(Dialect dialect, TableSpec table, Column before, Column after) {

    private static final Logger LOG = LoggerFactory.getLogger(ColumnChange.class);

    /**
     * Changes the column.
     *
     * @throws IllegalArgumentException when the database does not support the change
     * @throws SQLException when it refuses
     */
    void run(DataSource dataSource) throws SQLException {
        if (table.key().contains(before.name()) && !dialect.canChangeKeys()) {
            throw new IllegalArgumentException(what() + ", but this database cannot change a column of a primary key;"
                    + " recreate the table with the column as " + after.word() + ", or declare columns");
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String change : dialect.changeType(table, before, after)) {
                statement.execute(change);
            }
        } catch (SQLException e) {
            throw new SQLException(
                    what() + ", but the database refused to change it: " + Failure.innermost(e)
                            + "; change the column by hand, or set schemaEvolution to add, so that such"
                            + " values become rejects",
                    e.getSQLState(),
                    e);
        }
        LOG.info("{}; it was changed", what());
    }

    private String what() {
        return "the column " + before.name() + " of the table"
                + " " + table.name() + " is " + dialect.typeOf(before) + ", and new values need"
                + " " + dialect.typeOf(after);
    }
}
