package dev.tidemark.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * An application's own database, with the sessions of {@link SessionSettings}: each connection is set when it is taken, and
 * the application's settings are restored when it is closed.
 */
public final class SessionDataSource extends DelegatingDataSource {

    private SessionDataSource(DataSource dataSource) {
        super(dataSource);
    }

    /** Returns the database itself where its sessions are set at creation, as in Tidemark's own pools. */
    public static DataSource of(DataSource dataSource) {
        return BorrowedSession.isPrepared(dataSource) ? dataSource : new SessionDataSource(dataSource);
    }

    /** Sets the session of the thread's transaction, and restores it at the end in any case. */
    public static void setForTransaction(DataSource dataSource) throws SQLException {
        if (!TransactionSynchronizationManager.isSynchronizationActive() || BorrowedSession.isPrepared(dataSource)) {
            return;
        }
        boolean done = TransactionSynchronizationManager.getSynchronizations().stream()
                .anyMatch(each -> each instanceof End end && end.dataSource() == dataSource);
        if (!done) {
            BorrowedSession session = BorrowedSession.of(DataSourceUtils.getConnection(dataSource));
            TransactionSynchronizationManager.registerSynchronization(new End(dataSource, session));
        }
    }

    /** Called at the end of a transaction. */
    private record End(DataSource dataSource, BorrowedSession session) implements TransactionSynchronization {

        /** While the connection still exists. */
        @Override
        public int getOrder() {
            return DataSourceUtils.CONNECTION_SYNCHRONIZATION_ORDER - 1;
        }

        @Override
        public void afterCompletion(int status) {
            session.end();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            return returning(connection, BorrowedSession.of(connection));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection returning(Connection connection, BorrowedSession session) {
        return (Connection) Proxy.newProxyInstance(
                SessionDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        session.end();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
