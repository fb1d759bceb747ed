package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of the columns of MariaDB and MySQL. */
final class MariaDbColumns {

    private static final String QUERY =
            "select column_name, data_type, column_type, %s from information_schema.columns c"
                    + " where table_schema = ? and table_name = ?";

    /** In MariaDB, json is a text with a check constraint. */
    private static final String IS_JSON = "exists (select 1 from information_schema.check_constraints k where"
            + " k.constraint_schema = c.table_schema and k.table_name = c.table_name"
            + " and k.check_clause = concat('json_valid(`', replace(c.column_name, '`', '``'), '`)'))";

    private static final int BIGINT_DIGITS = 20;

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

    private MariaDbColumns() {}

    static Map<String, CatalogType> read(
            Connection connection, String schema, String table, Map<String, CatalogType> types, boolean mariaDb)
            throws SQLException {
        Map<String, CatalogType> exact = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(QUERY.formatted(mariaDb ? IS_JSON : "false"))) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    CatalogType reported = Objects.requireNonNull(types.get(found.getString(1)));
                    String name = found.getBoolean(4) ? "json" : found.getString(2);
                    exact.put(
                            found.getString(1),
                            new CatalogType(
                                    reported.code(), name, found.getString(3), reported.size(), reported.digits()));
                }
            }
        }
        return exact;
    }

    /** A column whose type the driver does not report, or reports incompletely; null for others. */
    static @Nullable Column column(String name, CatalogType type) {
        boolean unsigned = type.own().contains("unsigned");
        return switch (type.name()) {
            case "enum", "set", "uuid", "inet4", "inet6" -> new Column(name, ColumnType.STRING, 0, 0, type.own());
            case "bit" -> new Column(name, type.size() == 1 ? ColumnType.BOOLEAN : ColumnType.BINARY, 0, 0, type.own());
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" -> new Column(name, ColumnType.BINARY, 0, 0, type.own());
            case "year" -> new Column(name, ColumnType.SHORT);
            case "tinyint" -> new Column(name, type.code() == Types.TINYINT ? ColumnType.SHORT : ColumnType.BOOLEAN);
            case "smallint" -> new Column(name, unsigned ? ColumnType.INT : ColumnType.SHORT);
            case "int" -> new Column(name, unsigned ? ColumnType.LONG : ColumnType.INT);
            case "bigint" ->
                unsigned
                        ? new Column(name, ColumnType.DECIMAL, BIGINT_DIGITS, 0, type.own())
                        : new Column(name, ColumnType.LONG);
            default -> null;
        };
    }

    /** The database would read a number as the index of a label, or as a set of indexes. */
    static void requireLabel(String type, String text) {
        boolean labels = type.startsWith("enum(") || type.startsWith("set(");
        if (labels && NUMBER.matcher(text).matches() && !type.contains("'" + text + "'")) {
            throw new IllegalArgumentException("`" + text + "` is not one of the column's values");
        }
    }
}
