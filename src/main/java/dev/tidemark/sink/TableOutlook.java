package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** What a sink would do to its table before it writes rows. */
public final class TableOutlook {

    private TableOutlook() {}

    /**
     * Looks at the table and changes nothing.
     *
     * @param columns the sink's {@code columns}; empty when they come from the records
     * @return a sentence without an end
     * @throws SQLException when the database cannot be asked
     */
    public static String of(DataSource database, String table, String columns) throws SQLException {
        List<String> wanted = new ArrayList<>(ColumnList.columns(columns).keySet());
        Set<String> there;
        try (Connection connection = database.getConnection()) {
            there = Set.copyOf(new TableCatalog(connection, Dialect.of(connection), table)
                    .columns()
                    .keySet());
        }
        String list = wanted.isEmpty() ? "the columns that the records have" : String.join(", ", wanted);
        if (there.isEmpty()) {
            return "would create the table " + table + " with " + list;
        }
        wanted.removeAll(there);
        return "would write into the table " + table + ", which is there"
                + (wanted.isEmpty() ? "" : ", and add to it " + String.join(", ", wanted));
    }
}
