package dev.tidemark.it;

import static java.time.ZoneOffset.UTC;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.testing.DatabaseKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.Constants;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a database again and again while a program writes, each time at one snapshot. Whenever the cursor has moved,
 * every record of the source up to it must be in the table.
 */
final class Watcher implements AutoCloseable {

    private static final long PAUSE_MILLIS = 5;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Connection connection;
    private final List<Instant> source;
    private final CompletableFuture<Void> looking;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong looks = new AtomicLong();

    /** @param source all records of the source, in the order of their last change */
    Watcher(DatabaseKind.Address database, List<User> source) throws SQLException {
        this.connection = database.connect();
        this.source = source.stream().map(User::updatedAt).toList();
        connection.setAutoCommit(false);
        boolean h2 = database.url().startsWith("jdbc:h2:");
        connection.setTransactionIsolation(
                h2 ? Constants.TRANSACTION_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ);
        connection.commit();
        looking = CompletableFuture.runAsync(this::look, task -> new Thread(task, "watcher").start());
    }

    /** How many snapshots with a state other than the one before were looked at. */
    long looks() {
        return looks.get();
    }

    /**
     * Looks once, at a database that nobody writes to.
     *
     * @param source all records of the source, in the order of their last change
     * @return whether there is a state
     */
    static boolean lookAt(Connection connection, List<User> source) throws Exception {
        Instant cursor = cursor(connection);
        if (cursor != null) {
            expectRowsUpTo(
                    cursor, connection, source.stream().map(User::updatedAt).toList());
        }
        return cursor != null;
    }

    private void look() {
        try {
            Instant last = Instant.MIN;
            boolean closed = false;
            boolean ends;
            do {
                ends = closed;
                Instant cursor = cursor(connection);
                if (cursor != null && !cursor.equals(last)) {
                    expectRowsUpTo(cursor, connection, source);
                    looks.incrementAndGet();
                    last = cursor;
                }
                connection.commit();
                closed = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } while (!ends);
        } catch (Exception e) {
            throw new AssertionError("after " + looks + " looks", e);
        }
    }

    private static @Nullable Instant cursor(Connection connection) throws Exception {
        if (!UserTable.exists(connection, "tidemark_state")) {
            return null;
        }
        try (Statement statement = connection.createStatement()) {
            ResultSet state = statement.executeQuery("select state from tidemark_state where source = 'users'");
            return state.next()
                    ? Instant.parse(MAPPER.readTree(state.getString(1))
                            .get("last_timestamp")
                            .textValue())
                    : null;
        }
    }

    private static void expectRowsUpTo(Instant cursor, Connection connection, List<Instant> source)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from \"user\" where \"updatedAt\" <= ?")) {
            statement.setObject(1, cursor.atOffset(UTC));
            ResultSet count = statement.executeQuery();
            count.next();
            long rows = count.getLong(1);
            long expected = upTo(cursor, source);
            if (rows != expected) {
                throw new AssertionError("the cursor is at " + cursor + ", up to which the source has " + expected
                        + " records, and the table " + rows);
            }
        }
    }

    private static int upTo(Instant cursor, List<Instant> source) {
        int low = 0;
        int high = source.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (source.get(middle).isAfter(cursor)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Stops looking. Throws what a look found. */
    @Override
    public void close() throws SQLException {
        closing.countDown();
        try {
            looking.join();
        } finally {
            connection.close();
        }
    }
}
