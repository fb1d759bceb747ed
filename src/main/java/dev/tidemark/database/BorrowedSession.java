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
 * The session of an application's connection, set by {@link SessionSettings} until the connection is returned. Confined to
 * the thread that uses the connection.
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

    /** Whether the sessions of a pool are set when its connections are created, as in Tidemark's own pools. */
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

    /** Restores the application's settings. */
    void end() {
        String statement = putBack;
        putBack = null;
        if (statement == null) {
            return;
        }
        try (Statement put = connection.createStatement()) {
            put.execute(statement);
            if (!connection.getAutoCommit()) {
                // PostgreSQL would undo it with the transaction.
                connection.commit();
            }
        } catch (SQLException e) {
            LOG.warn("could not restore the zone and mode of a session ({}): {}", statement, e.getMessage());
        }
    }
}
