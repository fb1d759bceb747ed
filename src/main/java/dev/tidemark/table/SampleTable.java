package dev.tidemark.table;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The table of five customers in the practice database. */
public final class SampleTable {

    private static final String DUCKDB = "jdbc:duckdb:";

    private SampleTable() {}

    /** Creates the table with its rows when it is missing. */
    public static void create(DataSource dataSource) {
        makeFolder(dataSource);
        DatabasePopulatorUtils.execute(
                new ResourceDatabasePopulator(new ClassPathResource("playground/customers.sql")), dataSource);
    }

    /** DuckDB creates its file, but not the file's folder. */
    private static void makeFolder(DataSource dataSource) {
        try {
            String url = dataSource.unwrap(HikariDataSource.class).getJdbcUrl();
            Path folder = url.startsWith(DUCKDB)
                    ? Path.of(url.substring(DUCKDB.length())).getParent()
                    : null;
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("not a configured database", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
