package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.testing.DatabaseKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table that a {@link UserSource} writes to, and the state beside it, as another connection sees them. */
final class UserTable implements AutoCloseable {

    private static final int SHOWN = 5;

    private final Connection connection;
    private final String name;

    UserTable(String url) throws SQLException {
        this(DatabaseServer.address(url));
    }

    UserTable(DatabaseKind.Address database) throws SQLException {
        this(database, "user");
    }

    UserTable(DatabaseKind.Address database, String name) throws SQLException {
        connection = database.connect();
        this.name = name;
    }

    Connection connection() {
        return connection;
    }

    long rows() throws SQLException {
        return exists(connection, name) ? number("select count(*) from \"" + name + "\"") : 0;
    }

    /** The state of the source of that name; {@code none} when there is none. */
    String state(String source) throws SQLException {
        if (!exists(connection, "tidemark_state")) {
            return "none";
        }
        try (var statement = connection.prepareStatement("select state from tidemark_state where source = ?")) {
            statement.setString(1, source);
            ResultSet state = statement.executeQuery();
            return state.next() ? state.getString(1) : "none";
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Holds a source, as a process on another host does it. */
    void hold(String source, String owner) throws SQLException {
        long now = System.currentTimeMillis();
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from tidemark_leases");
            statement.execute(
                    "insert into tidemark_leases (source, owner, token, held_since, held_until, state_version) values ('"
                            + source + "', '" + owner + "', 'token', " + now + ", " + (now + 600_000) + ", 0)");
        }
    }

    /** Checks that the table holds what the API serves, in all columns, and nothing else. */
    void expectSameAs(Playground api) throws IOException, InterruptedException, SQLException {
        Map<String, User> missing = new TreeMap<>();
        User.all(api).forEach(user -> missing.put(user.id(), user));
        Map<String, User> others = new TreeMap<>();
        int rows = missing.size();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from \"" + name + "\"")) {
            while (row.next()) {
                User user = User.of(row);
                if (!user.equals(missing.remove(user.id()))) {
                    others.put(user.id(), user);
                }
            }
        }
        assertThat(missing.values().stream().limit(SHOWN))
                .as("%d of %d are missing", missing.size(), rows)
                .isEmpty();
        assertThat(others.values().stream().limit(SHOWN))
                .as("%d of %d are other than at the API", others.size(), rows)
                .isEmpty();
    }

    /** The transaction that last wrote each row, by the row's key; in PostgreSQL. */
    Map<String, Long> writers() throws SQLException {
        Map<String, Long> writers = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select id, xmin::text::bigint as writer from \"" + name + "\"")) {
            while (row.next()) {
                writers.put(row.getString("id"), row.getLong("writer"));
            }
        }
        return writers;
    }

    /** Whether there is such a table; a name in upper case is the same table. */
    static boolean exists(Connection connection, String table) throws SQLException {
        for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
            try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
