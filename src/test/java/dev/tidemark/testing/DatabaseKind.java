package dev.tidemark.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** The databases that the sink writes to, each with a server of its own kind, started once a JVM. */
public enum DatabaseKind {
    H2 {
        @Override
        public Address create() {
            String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
            return new Address(url, "sa", "", "shutdown");
        }
    },
    POSTGRESQL {
        @Override
        public Address create() {
            return PostgresServer.create();
        }
    },
    MARIADB {
        @Override
        public Address create() {
            return MariaDbServer.create();
        }
    },
    DUCKDB {
        @Override
        public Address create() {
            return DuckDbFiles.create();
        }
    };

    /**
     * How a database is reached.
     *
     * @param end a statement that ends it
     */
    public record Address(String url, String user, String password, String end) {

        /** For tests: names are in double quotes in every database, and instants are instants. */
        String direct() {
            return url.startsWith("jdbc:mariadb:")
                    ? url + "?sessionVariables=sql_mode='ANSI_QUOTES'&connectionTimeZone=UTC"
                    : url;
        }

        /** A new connection for a test. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(direct(), user, password);
        }
    }

    /** A new database. */
    public abstract Address create();
}
