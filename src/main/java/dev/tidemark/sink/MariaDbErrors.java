package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The meaning of MariaDB and MySQL errors whose SQLState does not show it. */
final class MariaDbErrors {

    /** No subquery may have two rows: the only error that an expression can raise in every version. */
    private static final int OTHER_UNIQUE_KEY = 1242;

    private static final int LOCK_TIMEOUT = 1205;

    /**
     * Truncated data, incorrect value, violated check (of both products), other unique key: their SQLStates belong to other
     * classes.
     */
    private static final Set<Integer> FAULTS_OF_ROWS = Set.of(1265, 1366, 3819, 4025, OTHER_UNIQUE_KEY);

    private MariaDbErrors() {}

    static boolean isOtherUniqueKey(SQLException e) {
        return e.getErrorCode() == OTHER_UNIQUE_KEY;
    }

    static boolean isFaultOfRows(SQLException e) {
        return FAULTS_OF_ROWS.contains(e.getErrorCode());
    }

    static boolean isLockTimeout(SQLException e) {
        return e.getErrorCode() == LOCK_TIMEOUT;
    }

    /** The number that a query returns. */
    static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }
}
