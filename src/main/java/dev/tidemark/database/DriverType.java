package dev.tidemark.database;

import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a column, as its driver describes it.
 *
 * @param jdbc one of {@link java.sql.Types}
 * @param name the driver's own name for it
 * @param precision its digits or characters; 0 when unknown
 * @param scale its digits after the point
 */
public record DriverType(int jdbc, String name, int precision, int scale) {

    /** The types of a result's columns, by their names. */
    public static Map<String, DriverType> ofAll(ResultSet rows) throws SQLException {
        Map<String, DriverType> types = new HashMap<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            types.put(rows.getMetaData().getColumnName(column), of(rows.getMetaData(), column));
        }
        return types;
    }

    static DriverType of(ResultSetMetaData meta, int column) throws SQLException {
        return new DriverType(
                meta.getColumnType(column),
                String.valueOf(meta.getColumnTypeName(column)),
                meta.getPrecision(column),
                meta.getScale(column));
    }

    /** The name in lower case, without schema, quotes and arguments in brackets. */
    String word() {
        String word = name.toLowerCase(Locale.ROOT).replaceFirst("^\"[^\"]*\"\\.\"([^\"]*)\"$", "$1");
        int bracket = word.indexOf('(');
        return bracket < 0 ? word : word.substring(0, bracket).strip();
    }

    @Override
    public String toString() {
        try {
            return name + " (JDBC " + JDBCType.valueOf(jdbc).getName() + ")";
        } catch (IllegalArgumentException e) {
            return name + " (JDBC " + jdbc + ")";
        }
    }
}
