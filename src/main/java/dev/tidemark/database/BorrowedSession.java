package dev.tidemark.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of a connection that belongs to an application, set by {@link SessionSettings} until it is given back. Confined
 * to the thread that uses the connection.
 */
final class BorrowedSession {

    private static final Logger LOG = LoggerFactory.getLogger(BorrowedSession.class);

    private final Connection connection;
    private @Nullable String putBack;

    private BorrowedSession(Connection connection, @Nullable String putBack) {
        this.connection = connection;
        this.putBack = putBack;
    }

    static BorrowedSession of(Connection connection) throws SQLException {
        Optional<SessionSettings> settings = SessionSettings.of(Product.of(connection.getMetaData()));
        return new BorrowedSession(
                connection,
                settings.isEmpty() ? null : settings.get().apply(connection).orElse(null));
    }

    /** Whether the sessions of a pool are set when its connections are made, as in the pools that Tidemark makes. */
    static boolean isPrepared(DataSource dataSource) {
        try {
            if (!dataSource.isWrapperFor(HikariDataSource.class)) {
                return false;
            }
            HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
            String url = pool.getJdbcUrl();
            String first = pool.getConnectionInitSql();
            return url != null
                    && SessionSettings.ofUrl(url)
                            .filter(settings -> settings.statement().equals(first))
                            .isPresent();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Puts back what the application had set. */
    void end() {
        String statement = putBack;
        putBack = null;
        if (statement == null) {
            return;
        }
        try (Statement put = connection.createStatement()) {
            put.execute(statement);
            if (!connection.getAutoCommit()) {
                // PostgreSQL would take it back with the transaction.
                connection.commit();
            }
        } catch (SQLException e) {
            LOG.warn("the zone and mode of a session could not be put back ({}): {}", statement, e.getMessage());
        }
    }
}
