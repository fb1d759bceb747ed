package dev.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Checks, before anything is written, whether the application's DataSource supports transactions. One that does not would
 * commit rows and checkpoint separately. Thread-safe.
 */
final class TransactionProbe {

    private final String name;
    private final DataSource dataSource;
    private volatile boolean passed;

    TransactionProbe(String name, DataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /** Checks once; an unreachable database is checked again. */
    void requireTransactions() {
        if (passed) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            String why = switchedOff(connection);
            if (why != null) {
                throw new IllegalStateException("the DataSource `" + name + "` has no transactions (" + why
                        + "), so rows and checkpoint could not be committed together: allow its connections to"
                        + " switch autocommit off");
            }
            if (!before) {
                throw new IllegalStateException(
                        "the DataSource `" + name + "` returns connections with autocommit off, on which"
                                + " changes outside a transaction would be lost: switch it on, as in"
                                + " spring.datasource.hikari.auto-commit=true");
            }
            connection.setAutoCommit(true);
            passed = true;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the DataSource `" + name + "` returns no connection: "
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

    /** A proxy that takes part in transactions, and checks before it returns its first connection. */
    DataSource proxy(DataSource target) {
        return new Probed(target, this);
    }

    /** A proxy that takes part in no transaction, and checks before it returns its first connection. */
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
