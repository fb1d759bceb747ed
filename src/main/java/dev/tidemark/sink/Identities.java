package dev.tidemark.sink;

import dev.tidemark.database.CatalogColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns that are {@code generated always as identity}, in databases with the standard information schema. */
final class Identities {

    private static final String QUERY = "select column_name from information_schema.columns"
            + " where table_schema = ? and table_name = ? and identity_generation = 'ALWAYS'";

    private Identities() {}

    static Map<String, String> of(Connection connection, String schema, String table, List<CatalogColumn> columns)
            throws SQLException {
        Map<String, String> identities = new LinkedHashMap<>();
        // H2 reads the columns of all tables for this query.
        if (columns.stream().noneMatch(CatalogColumn::counted)) {
            return identities;
        }
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    identities.put(found.getString(1), ExistingTable.IDENTITY);
                }
            }
        }
        return identities;
    }
}
