package dev.tidemark.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of Tidemark's sessions: the zone is UTC and, in MariaDB and MySQL, a value that does not fit is an error and
 * never truncated. So values do not depend on the zones of the server and this machine.
 */
public final class SessionSettings {

    private static final String UTC = "UTC";

    private final String set;
    private final String query;
    private final List<String> wanted;

    /**
     * Creates the settings of one product.
     *
     * @param set the statement, with a placeholder for each value
     * @param query returns the values of a session, in the same order
     */
    private SessionSettings(String set, String query, String... wanted) {
        this.set = set;
        this.query = query;
        this.wanted = List.of(wanted);
    }

    /** The settings for the database at an address; empty for an unknown product. */
    public static Optional<SessionSettings> ofUrl(String url) {
        return of(Product.ofUrl(url));
    }

    static Optional<SessionSettings> of(Product product) {
        return Optional.ofNullable(
                switch (product) {
                    case H2 ->
                        new SessionSettings(
                                "set time zone %s",
                                "select setting_value from information_schema.settings where setting_name = 'TIME ZONE'",
                                UTC);
                    case POSTGRESQL ->
                        new SessionSettings("set time zone %s", "select current_setting('TimeZone')", UTC);
                    case MARIADB, MYSQL ->
                        new SessionSettings(
                                "set session time_zone = %s, session sql_mode = %s",
                                "select @@session.time_zone, @@session.sql_mode",
                                "+00:00",
                                // In the order in which the server returns them.
                                "STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION");
                    case DUCKDB -> new SessionSettings("set TimeZone = %s", "select current_setting('TimeZone')", UTC);
                    case SQLITE, OTHER -> null;
                });
    }

    /** The statement that applies these settings. */
    public String statement() {
        return statement(wanted);
    }

    private String statement(List<String> values) {
        Object[] literals = values.stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .toArray();
        return String.format(set, literals);
    }

    /**
     * Sets the session of a connection.
     *
     * @return the statement that restores the previous settings; empty when nothing needed to be set
     */
    Optional<String> apply(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> before = new ArrayList<>();
            try (ResultSet values = statement.executeQuery(query)) {
                values.next();
                for (int i = 1; i <= wanted.size(); i++) {
                    before.add(values.getString(i));
                }
            }
            if (before.equals(wanted)) {
                return Optional.empty();
            }
            statement.execute(statement());
            return Optional.of(statement(before));
        }
    }
}
