package dev.tidemark.cli;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.SampleTable;
import javax.sql.DataSource;

/** The practice database beside the practice API. */
final class SampleData {

    private static final String WAREHOUSE = "warehouse";

    private SampleData() {}

    /** Fills it, when the configuration names one and it is empty. */
    static void create(Databases databases) {
        DataSource warehouse = databases.find(WAREHOUSE);
        if (warehouse != null) {
            SampleTable.create(warehouse);
        }
    }
}
