package dev.tidemark.sink;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
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
    static Map<String, @Nullable Column> columns(DatabaseMetaData database, String table) throws SQLException {
        String[] parts = table.split("\\.", 2);
        String schema = parts.length == 1 ? database.getConnection().getSchema() : parts[0];
        String escape = database.getSearchStringEscape();
        Map<String, @Nullable Column> columns = new HashMap<>();
        try (ResultSet found =
                database.getColumns(null, exactly(schema, escape), exactly(parts[parts.length - 1], escape), null)) {
            while (found.next()) {
                columns.put(found.getString("COLUMN_NAME"), column(found));
            }
        }
        return columns;
    }

    /** The catalogue takes patterns. */
    private static String exactly(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static @Nullable Column column(ResultSet found) throws SQLException {
        String name = found.getString("COLUMN_NAME");
        int type = found.getInt("DATA_TYPE");
        if (type == Types.DECIMAL || type == Types.NUMERIC) {
            return new Column(name, ColumnType.DECIMAL, found.getInt("COLUMN_SIZE"), found.getInt("DECIMAL_DIGITS"));
        }
        ColumnType known = found.getString("TYPE_NAME").equalsIgnoreCase("json") ? ColumnType.JSON : type(type);
        return known == null ? null : new Column(name, known);
    }

    private static @Nullable ColumnType type(int type) {
        return switch (type) {
            case Types.BOOLEAN, Types.BIT -> ColumnType.BOOLEAN;
            case Types.SMALLINT -> ColumnType.SHORT;
            case Types.INTEGER -> ColumnType.INT;
            case Types.BIGINT -> ColumnType.LONG;
            case Types.REAL -> ColumnType.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> ColumnType.STRING;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ColumnType.BINARY;
            case Types.DATE -> ColumnType.NAIVE_DATE;
            case Types.TIME -> ColumnType.NAIVE_TIME;
            case Types.TIMESTAMP -> ColumnType.NAIVE_DATETIME;
            case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.UTC_DATETIME;
            default -> null;
        };
    }
}
