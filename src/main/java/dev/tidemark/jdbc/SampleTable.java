package dev.tidemark.jdbc;

import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The table of five customers that the practice database holds. */
public final class SampleTable {

    private SampleTable() {}

    /** Creates the table with its rows when it is missing. */
    public static void create(DataSource dataSource) {
        DatabasePopulatorUtils.execute(
                new ResourceDatabasePopulator(new ClassPathResource("playground/customers.sql")), dataSource);
    }
}
