package dev.tidemark.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** PostgreSQL from its Maven artifact, on a free port. Its JVM stops it. */
final class PostgresServer {

    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    static DatabaseKind.Address create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        new JdbcTemplate(SERVER.getPostgresDatabase()).execute("create database " + name);
        return new DatabaseKind.Address(SERVER.getJdbcUrl("postgres", name), "postgres", "postgres", "select 1");
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
