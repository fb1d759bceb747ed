package dev.tidemark.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** PostgreSQL from its Maven artifact, on a free port. Its JVM stops it. */
public final class PostgresServer {

    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(SERVER.getPostgresDatabase()).execute("create database " + name);
        return new DatabaseKind.Address(SERVER.getJdbcUrl("postgres", name), "postgres", "postgres", "select 1");
    }

    /** From now on that user needs the right password; others are let in without. */
    public static void askForPassword(String user) throws IOException {
        JdbcTemplate jdbc = new JdbcTemplate(SERVER.getPostgresDatabase());
        Path rules = Path.of(Objects.requireNonNull(jdbc.queryForObject("show hba_file", String.class)));
        Files.writeString(
                rules,
                "host all " + user + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules),
                StandardOpenOption.TRUNCATE_EXISTING);
        jdbc.execute("select pg_reload_conf()");
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
