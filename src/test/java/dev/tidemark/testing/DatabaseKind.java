package dev.tidemark.testing;

import java.util.UUID;

/** The databases that the sink writes to, each with a server of its own kind, started once a JVM. */
public enum DatabaseKind {
    H2 {
        @Override
        Address create() {
            String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
            return new Address(url, "sa", "", "shutdown");
        }
    },
    POSTGRESQL {
        @Override
        Address create() {
            return PostgresServer.create();
        }
    },
    MARIADB {
        @Override
        Address create() {
            return MariaDbServer.create();
        }
    },
    DUCKDB {
        @Override
        Address create() {
            return DuckDbFiles.create();
        }
    };

    /**
     * How a database is reached.
     *
     * @param end a statement that ends it
     */
    public record Address(String url, String user, String password, String end) {

        /** For tests: names stand between double quotes in every database. */
        String direct() {
            return url.startsWith("jdbc:mariadb:") ? url + "?sessionVariables=sql_mode='ANSI_QUOTES'" : url;
        }
    }

    /** A new database. */
    abstract Address create();
}
