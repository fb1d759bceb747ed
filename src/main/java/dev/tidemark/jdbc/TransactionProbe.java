package dev.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Finds out, before anything is written, whether the application's DataSource lets a transaction begin. One that does not
 * would commit rows and checkpoint apart. Thread-safe.
 */
final class TransactionProbe {

    private final String name;
    private final DataSource dataSource;
    private volatile boolean passed;

    TransactionProbe(String name, DataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /** Asks once; a database that is not there is asked again. */
    void requireTransactions() {
        if (passed) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            String why = switchedOff(connection);
            if (why != null) {
                throw new IllegalStateException("the DataSource `" + name + "` has no transactions (" + why
                        + "), so rows and checkpoint could not be committed together: let its connections switch autocommit"
                        + " off");
            }
            if (!before) {
                throw new IllegalStateException(
                        "the DataSource `" + name + "` gives connections with autocommit off, on which"
                                + " what is done outside a transaction would be lost: switch it on, as in"
                                + " spring.datasource.hikari.auto-commit=true");
            }
            connection.setAutoCommit(true);
            passed = true;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the DataSource `" + name + "` gives no connection: "
                            + JdbcUrl.shown(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static @Nullable String switchedOff(Connection connection) {
        try {
            connection.setAutoCommit(false);
            return connection.getAutoCommit() ? "autocommit stays on" : null;
        } catch (SQLException | RuntimeException e) {
            return "autocommit cannot be switched off: " + e.getMessage();
        }
    }

    /** A proxy that takes part in transactions, and asks before it gives its first connection. */
    DataSource proxy(DataSource target) {
        return new Probed(target, this);
    }

    /** Takes part in no transaction, and asks before it gives its first connection. */
    DataSource outside(DataSource target) {
        return new DelegatingDataSource(target) {
            @Override
            public Connection getConnection() throws SQLException {
                requireTransactions();
                return super.getConnection();
            }
        };
    }

    private static final class Probed extends TransactionAwareDataSourceProxy {

        private final TransactionProbe probe;

        Probed(DataSource target, TransactionProbe probe) {
            super(target);
            this.probe = probe;
        }

        @Override
        public Connection getConnection() throws SQLException {
            probe.requireTransactions();
            return super.getConnection();
        }
    }
}
