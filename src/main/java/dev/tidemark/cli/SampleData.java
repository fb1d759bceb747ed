package dev.tidemark.cli;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The practice database beside the practice API. */
final class SampleData {

    private static final String WAREHOUSE = "warehouse";
    private static final String DUCKDB = "jdbc:duckdb:";

    private SampleData() {}

    /** Fills it, when the configuration names one and it is empty. */
    static void create(Project setup) throws IOException {
        DataSource warehouse = setup.databases().find(WAREHOUSE);
        String url = setup.settings().find(Databases.PREFIX + WAREHOUSE + ".url");
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
