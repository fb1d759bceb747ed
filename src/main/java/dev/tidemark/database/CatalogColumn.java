package dev.tidemark.database;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, from the catalogue of its database.
 *
 * @param nullable whether it may be null, as far as the catalogue knows
 * @param computed whether the database computes its values
 * @param counted whether the database can generate its values from a sequence
 */
public record CatalogColumn(String name, DriverType type, boolean nullable, boolean computed, boolean counted) {

    /**
     * The columns of a table, in their order; empty if the table does not exist.
     *
     * @param catalog null for any
     * @param schema null for any
     * @param table its name, in its exact case
     */
    public static List<CatalogColumn> of(
            DatabaseMetaData database, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        List<CatalogColumn> columns = new ArrayList<>();
        try (ResultSet found =
                database.getColumns(catalog, pattern(database, schema), pattern(database, table), null)) {
            while (found.next()) {
                // Some drivers do not support their own escape character, and columns of two tables must not mix.
                boolean same = table.equals(found.getString("TABLE_NAME"))
                        && (schema == null || schema.equals(found.getString("TABLE_SCHEM")));
                if (same) {
                    columns.add(column(found));
                }
            }
        }
        return columns;
    }

    /** Escapes a name for a search by pattern. */
    public static @Nullable String pattern(DatabaseMetaData database, @Nullable String name) throws SQLException {
        String escape = database.getSearchStringEscape();
        return name == null
                ? null
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    private static CatalogColumn column(ResultSet found) throws SQLException {
        DriverType type = new DriverType(
                found.getInt("DATA_TYPE"),
                String.valueOf(found.getString("TYPE_NAME")),
                found.getInt("COLUMN_SIZE"),
                found.getInt("DECIMAL_DIGITS"));
        return new CatalogColumn(
                found.getString("COLUMN_NAME"),
                type,
                found.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                "YES".equals(found.getString("IS_GENERATEDCOLUMN")),
                "YES".equals(found.getString("IS_AUTOINCREMENT")));
    }
}
