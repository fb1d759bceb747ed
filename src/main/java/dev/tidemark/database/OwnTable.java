package dev.tidemark.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Creates Tidemark's own tables on each kind of database. */
public final class OwnTable {

    private static final int OLD_LIMIT = 4000;

    private OwnTable() {}

    /**
     * Creates a table when it is missing. Must not be called in a transaction.
     *
     * @param columns their definitions, with the word {@code instant} for the type of a point in time and {@code document}
     *     for a text of any length
     */
    public static void create(JdbcTemplate jdbc, String name, String columns) {
        if (exists(jdbc, name)) {
            // PostgreSQL requires the right to create even when there is nothing to create.
            return;
        }
        // There, a timestamp is updated automatically, and texts that differ in case are equal.
        Product product = product(jdbc);
        boolean mySql = product == Product.MARIADB || product == Product.MYSQL;
        String statement = "create table if not exists " + name + " ("
                + columns.replace(" instant ", mySql ? " datetime(6) " : " timestamp(6) ")
                        .replaceAll(" document\\b", " " + document(product))
                + ")"
                + (mySql ? " character set utf8mb4 collate utf8mb4_bin" : "");
        try {
            jdbc.execute(statement);
        } catch (DataAccessException e) {
            // Two processes may have created it at once, which fails for one of them in PostgreSQL.
            createAgain(jdbc, name, statement);
        }
    }

    /** A type that is read as text everywhere, unlike H2's larger ones. */
    private static String document(Product product) {
        return switch (product) {
            case MARIADB, MYSQL -> "longtext";
            case H2 -> "varchar(1000000)";
            default -> "text";
        };
    }

    private static Product product(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.execute((Connection connection) -> Product.of(connection.getMetaData())));
    }

    /** Removes the limit of 4,000 characters from a column of version 0.1. */
    public static void takeLimitOff(JdbcTemplate jdbc, String table, String column, boolean required) {
        if (!isLimited(jdbc, table, column)) {
            return;
        }
        Product product = product(jdbc);
        String change =
                switch (product) {
                    case MARIADB, MYSQL -> " modify column " + column + " ";
                    case H2 -> " alter column " + column + " set data type ";
                    default -> " alter column " + column + " type ";
                };
        try {
            boolean again = required && change.startsWith(" modify");
            jdbc.execute("alter table " + table + change + document(product) + (again ? " not null" : ""));
        } catch (DataAccessException e) {
            // Another process may have done so, or another user may own the table: then only long states fail.
            LoggerFactory.getLogger(OwnTable.class)
                    .warn("{}.{} keeps its limit of 4000 characters: {}", table, column, e.getMessage());
        }
    }

    /**
     * Adds a column to a table of an earlier version, unless it has the column. Must not be called in a transaction.
     *
     * @param type of the column, which may be null
     */
    public static void addColumn(JdbcTemplate jdbc, String table, String column, String type) {
        if (hasColumn(jdbc, table, column)) {
            return;
        }
        try {
            jdbc.execute("alter table " + table + " add column " + column + " " + type);
        } catch (DataAccessException e) {
            // Another process may have added it.
            if (!hasColumn(jdbc, table, column)) {
                throw new IllegalStateException(
                        "the table " + table + " lacks the column " + column + ", and it cannot be added ("
                                + e.getMessage() + "); run `alter table " + table + " add column " + column + " " + type
                                + "` as the owner of the table",
                        e);
            }
        }
    }

    private static boolean hasColumn(JdbcTemplate jdbc, String table, String column) {
        return Boolean.TRUE.equals(jdbc.query("select * from " + table + " where 1 = 0", (ResultSet none) -> {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                if (none.getMetaData().getColumnLabel(i).equalsIgnoreCase(column)) {
                    return true;
                }
            }
            return false;
        }));
    }

    private static boolean isLimited(JdbcTemplate jdbc, String table, String column) {
        return Boolean.TRUE.equals(jdbc.execute((Connection connection) -> {
            DatabaseMetaData meta = connection.getMetaData();
            boolean upper = meta.storesUpperCaseIdentifiers();
            String name = upper ? table.toUpperCase(Locale.ROOT) : table;
            String limited = upper ? column.toUpperCase(Locale.ROOT) : column;
            return CatalogColumn.of(meta, connection.getCatalog(), connection.getSchema(), name).stream()
                    .anyMatch(each -> each.name().equals(limited) && each.type().precision() == OLD_LIMIT);
        }));
    }

    private static void createAgain(JdbcTemplate jdbc, String name, String statement) {
        try {
            jdbc.execute(statement);
        } catch (DataAccessException e) {
            if (e.getCause() instanceof SQLException refusal && isRightMissing(refusal)) {
                throw new IllegalStateException("the table " + name
                        + " does not exist, and this user of the database may not"
                        + " create it: grant that right, or create the table as another user, by `" + statement + "` ("
                        + refusal.getMessage() + ")");
            }
            throw e;
        }
    }

    /** The SQLStates of PostgreSQL and H2, and the error codes of MariaDB and MySQL. */
    private static boolean isRightMissing(SQLException e) {
        return Set.of("42501", "90040", "90096").contains(String.valueOf(e.getSQLState()))
                || Set.of(1142, 1044).contains(e.getErrorCode());
    }

    /** Whether a table with this name exists. */
    public static boolean exists(JdbcTemplate jdbc, String name) {
        // H2 stores errors with their stack traces in a file, so avoid causing one.
        if (!isAnywhere(jdbc, name)) {
            return false;
        }
        try {
            jdbc.query("select 1 from " + name + " where 1 = 0", row -> {});
            return true;
        } catch (BadSqlGrammarException | UncategorizedSQLException e) {
            // The latter for databases without an SQLState for it.
            return false;
        }
    }

    private static boolean isAnywhere(JdbcTemplate jdbc, String name) {
        return Boolean.TRUE.equals(jdbc.execute((Connection connection) -> {
            DatabaseMetaData meta = connection.getMetaData();
            String stored = meta.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
            try (ResultSet tables = meta.getTables(null, null, stored, null)) {
                return tables.next();
            }
        }));
    }

    /** Adds an index to a table, where the database supports it. */
    public static void index(JdbcTemplate jdbc, String table, String columns) {
        try {
            jdbc.execute("create index if not exists " + table + "_index on " + table + " (" + columns + ")");
        } catch (DataAccessException e) {
            // MySQL does not support this statement, and another process may be creating the index.
            LoggerFactory.getLogger(OwnTable.class).debug("no index on {}: {}", table, e.getMessage());
        }
    }
}
