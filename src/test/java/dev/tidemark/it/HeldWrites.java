package dev.tidemark.it;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Holds back some writes to a table of a PostgreSQL: whoever makes one waits in the middle of its transaction, and can be killed
 * there.
 */
final class HeldWrites implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Connection connection;
    private final Statement statement;

    /** @param trigger when and where they are held: the definition of a trigger whose function is {@code held} */
    HeldWrites(DatabaseKind.Address database, String trigger) throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("select pg_advisory_lock(1)");
        statement.execute("create function held() returns trigger language plpgsql as"
                + " $$ begin perform pg_advisory_xact_lock(1); return new; end $$");
        statement.execute("create " + trigger + " execute function held()");
    }

    /** Waits until a write is held. */
    void await(Program writer) throws Exception {
        Eventually.await("a write is held", PATIENCE, () -> {
            if (writer.endsWithin(Duration.ZERO)) {
                throw new AssertionError("it has ended: " + writer.out() + writer.err());
            }
            return number("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and wait_event = 'advisory'")
                    > 0;
        });
    }

    private long number(String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Releases them, and waits for the end of their transactions. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            statement.execute("select pg_advisory_unlock(1)");
            statement.execute("drop function held cascade");
        }
    }
}
