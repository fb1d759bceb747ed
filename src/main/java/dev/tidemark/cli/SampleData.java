package dev.tidemark.cli;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.runtime.Project;
import dev.tidemark.table.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The practice database, which complements the practice API. */
final class SampleData {

    private static final String WAREHOUSE = "warehouse";
    private static final String DUCKDB = "jdbc:duckdb:";

    private SampleData() {}

    /** Fills the database, when it is configured and empty. */
    static void create(Project project) throws IOException {
        DataSource warehouse = project.config().databases().find(WAREHOUSE);
        String url = project.settings().find(Databases.PREFIX + WAREHOUSE + ".url");
        if (warehouse == null || url == null) {
            return;
        }
        Path folder =
                url.startsWith(DUCKDB) ? Path.of(url.substring(DUCKDB.length())).getParent() : null;
        if (folder != null) {
            Files.createDirectories(folder);
        }
        SampleTable.create(warehouse);
    }
}
