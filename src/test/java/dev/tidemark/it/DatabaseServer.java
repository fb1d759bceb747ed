package dev.tidemark.it;

import dev.tidemark.testing.DatabaseKind;
import java.sql.SQLException;
import org.h2.tools.Server;

/** An H2 server on 127.0.0.1, whose in-memory databases the program and a test use at the same time. */
final class DatabaseServer implements AutoCloseable {

    static {
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    private final Server server;

    DatabaseServer() throws SQLException {
        server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifNotExists")
                .start();
    }

    /** A database of its own for each name; it lives as long as the server's JVM. */
    String url(String name) {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    /** How a database of that URL is reached. */
    static DatabaseKind.Address address(String url) {
        return new DatabaseKind.Address(url, "sa", "", "shutdown");
    }

    @Override
    public void close() {
        server.stop();
    }
}
