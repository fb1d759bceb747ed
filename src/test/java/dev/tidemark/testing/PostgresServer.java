package dev.tidemark.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** PostgreSQL from its Maven artifact, on a free port. Its JVM stops it. */
public final class PostgresServer {

    private static final int ATTEMPTS = 3;
    private static final String INVALID_PASSWORD = "28P01";
    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(SERVER.getPostgresDatabase()).execute("create database " + name);
        return new DatabaseKind.Address(SERVER.getJdbcUrl("postgres", name), "postgres", "postgres", "select 1");
    }

    /** From now on that user needs the right password; others are let in without. */
    public static void askForPassword(String user) throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(SERVER.getPostgresDatabase());
        Path rules = Path.of(Objects.requireNonNull(jdbc.queryForObject("show hba_file", String.class)));
        Files.writeString(
                rules,
                "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules),
                StandardOpenOption.TRUNCATE_EXISTING);
        jdbc.execute("select pg_reload_conf()");
        String url = SERVER.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
        // It got the signal, and stops in a moment.
        Eventually.await("a wrong password is refused", Duration.ofMinutes(3), () -> {
            try {
                DriverManager.getConnection(url, user, "wrong").close();
                return false;
            } catch (SQLException e) {
                return INVALID_PASSWORD.equals(e.getSQLState());
            }
        });
    }

    private static EmbeddedPostgres start() {
        for (int attempt = 1; ; attempt++) {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        // By itself it gives up after ten seconds, which a busy machine may take.
                        .setPGStartupWait(Duration.ofMinutes(5))
                        .start();
            } catch (IOException | IllegalStateException e) {
                // Another program may have taken the port between its choice and the server's start.
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
