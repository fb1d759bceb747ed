package dev.tidemark.it;

import dev.tidemark.testing.DatabaseKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** The databases that the packaged program writes to. */
enum Destination {
    /** In memory, behind a server. */
    H2 {
        @Override
        DatabaseKind.Address create(Path directory) {
            return DatabaseServer.address(Server.H2.url(UUID.randomUUID().toString()));
        }
    },
    /** As the program embeds it. */
    H2_FILE {
        @Override
        DatabaseKind.Address create(Path directory) {
            return DatabaseServer.address("jdbc:h2:" + directory.resolve("data/tidemark"));
        }
    },
    POSTGRESQL {
        @Override
        DatabaseKind.Address create(Path directory) {
            return DatabaseKind.POSTGRESQL.create();
        }
    },
    MARIADB {
        @Override
        DatabaseKind.Address create(Path directory) {
            return DatabaseKind.MARIADB.create();
        }
    },
    DUCKDB {
        @Override
        DatabaseKind.Address create(Path directory) {
            return new DatabaseKind.Address("jdbc:duckdb:" + directory.resolve("tidemark.duckdb"), "", "", "select 1");
        }
    };

    /** A new database; if it is a file, in that directory. */
    abstract DatabaseKind.Address create(Path directory);

    /** Whether a test may look into it while the program writes; else it is a file that one process holds at a time. */
    boolean isShared() {
        return this != H2_FILE && this != DUCKDB;
    }

    /** Started with the first database in it, and kept as long as the JVM. */
    private static final class Server {

        static final DatabaseServer H2 = start();

        private static DatabaseServer start() {
            try {
                return new DatabaseServer();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
