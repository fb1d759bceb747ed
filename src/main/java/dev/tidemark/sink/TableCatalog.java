package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a database's catalogue says of a table's columns. */
final class TableCatalog {

    private TableCatalog() {}

    /**
     * The columns of a table by their names, null for a type that the sink has no word for.
     *
     * @return empty when there is no such table
     */
    static Map<String, @Nullable Column> columns(DatabaseMetaData database, Dialect dialect, String table)
            throws SQLException {
        String[] parts = table.split("\\.", 2);
        String name = parts[parts.length - 1];
        boolean schemas = database.supportsSchemasInTableDefinitions();
        Connection connection = database.getConnection();
        String qualifier = parts.length == 2 ? parts[0] : schemas ? connection.getSchema() : connection.getCatalog();
        String catalog = schemas ? connection.getCatalog() : qualifier;
        String escape = database.getSearchStringEscape();
        Map<String, @Nullable Column> columns = new LinkedHashMap<>();
        try (ResultSet found = database.getColumns(
                catalog, schemas ? exactly(qualifier, escape) : null, exactly(name, escape), null)) {
            while (found.next()) {
                // Not every driver knows its own escape.
                if (name.equals(found.getString("TABLE_NAME"))) {
                    columns.put(found.getString("COLUMN_NAME"), column(found, dialect));
                }
            }
        }
        return columns;
    }

    /** The catalogue takes patterns. */
    private static String exactly(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static @Nullable Column column(ResultSet found, Dialect dialect) throws SQLException {
        String name = found.getString("COLUMN_NAME");
        int type = found.getInt("DATA_TYPE");
        int size = found.getInt("COLUMN_SIZE");
        int digits = found.getInt("DECIMAL_DIGITS");
        ColumnType known = dialect.typeOf(type, found.getString("TYPE_NAME"));
        if (known == null) {
            return null;
        }
        return switch (known) {
            case DECIMAL -> new Column(name, known, size, digits);
            case STRING -> new Column(name, known, size, 0);
            case NAIVE_TIME, NAIVE_DATETIME, UTC_DATETIME ->
                new Column(name, known, 0, dialect.fraction(type, size, digits));
            default -> new Column(name, known);
        };
    }
}
