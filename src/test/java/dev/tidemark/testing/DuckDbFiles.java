package dev.tidemark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DuckDB has no server: each database is a file, in a directory that is deleted with the JVM. */
final class DuckDbFiles {

    private DuckDbFiles() {}

    static DatabaseKind.Address create() {
        try {
            Path directory = Files.createTempDirectory("duckdb");
            Path file = directory.resolve("test.duckdb");
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return new DatabaseKind.Address("jdbc:duckdb:" + file, "", "", "select 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
