package dev.tidemark.table;

import dev.tidemark.database.CatalogColumn;
import dev.tidemark.database.DriverType;
import dev.tidemark.database.Product;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source table or view, from the database's catalogue. Names in statements come only from there. */
final class SourceTable {

    private final String name;
    private final String quote;
    private final Product product;
    private final Map<String, Column> columns;

    /**
     * A column.
     *
     * @param name its name in the database
     * @param type one of {@link java.sql.Types}
     * @param described its type by the driver
     * @param nullable whether it may be null, as far as the catalogue knows
     */
    record Column(String name, int type, DriverType described, boolean nullable) {

        boolean isTime() {
            return type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE || type == Types.DATE;
        }
    }

    private SourceTable(String name, String quote, Product product, Map<String, Column> columns) {
        this.name = name;
        this.quote = quote;
        this.product = product;
        this.columns = columns;
    }

    /**
     * Looks up a table, in the given case or, failing that, in any case.
     *
     * @throws IllegalArgumentException when it does not exist
     */
    static SourceTable find(Connection connection, String table) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String quote = database.getIdentifierQuoteString().strip();
        boolean schemas = database.supportsSchemasInTableDefinitions();
        for (String form : List.of(table, table.toUpperCase(Locale.ROOT), table.toLowerCase(Locale.ROOT))) {
            List<String> names = List.of(form.split("\\.", 2));
            String qualifier = names.size() == 1 ? null : names.get(0);
            String catalog = schemas || qualifier == null ? connection.getCatalog() : qualifier;
            String schema = schemas && qualifier == null ? connection.getSchema() : schemas ? qualifier : null;
            Map<String, Column> columns = columns(database, catalog, schema, names.get(names.size() - 1));
            if (!columns.isEmpty()) {
                String name = names.stream().map(part -> quoted(part, quote)).collect(Collectors.joining("."));
                return new SourceTable(name, quote, Product.of(database), columns);
            }
        }
        throw new IllegalArgumentException(
                "the table `" + table + "` does not exist, or this user cannot read it; check table");
    }

    /** Quoted. */
    String name() {
        return name;
    }

    /** The names of all columns. */
    Set<String> columns() {
        return columns.keySet();
    }

    /** Whether {@link #column} would succeed. */
    boolean has(String wanted) {
        return columns.keySet().stream().anyMatch(wanted::equalsIgnoreCase);
    }

    /**
     * The column with that name, in the given case or, failing that, in any case.
     *
     * @throws IllegalArgumentException when there is none
     */
    Column column(String wanted) {
        Column column = columns.get(wanted);
        if (column != null) {
            return column;
        }
        return columns.values().stream()
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the table " + name + " has no column `" + wanted + "`; it has " + columns.keySet()));
    }

    /** Whether it is the same table with the same columns. */
    boolean isSameAs(SourceTable other) {
        return name.equals(other.name) && columns.equals(other.columns);
    }

    /** The name of a column, quoted. */
    String quoted(String wanted) {
        return quoted(column(wanted).name(), quote);
    }

    /** The product of the table's database. */
    Product product() {
        return product;
    }

    /** The expression to select for a column, with the name of the source. */
    String selected(String field) {
        return product.selected(quoted(field), column(field).described()) + " as " + quoted(field, quote);
    }

    /** Whether an index is used only for a comparison of several columns at once. */
    boolean comparesRows() {
        return product == Product.POSTGRESQL;
    }

    /** The end of a statement that skips a number of rows and limits the result. */
    String limited(String statement, int passed, int rows) {
        return statement
                + (product == Product.OTHER
                        ? " offset " + passed + " rows fetch first " + rows + " rows only"
                        : " limit " + rows + (passed == 0 ? "" : " offset " + passed));
    }

    private static Map<String, Column> columns(
            DatabaseMetaData database, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (CatalogColumn each : CatalogColumn.of(database, catalog, schema, table)) {
            DriverType described = each.type();
            columns.put(each.name(), new Column(each.name(), type(described), described, each.nullable()));
        }
        return columns;
    }

    /** One of {@link Types}: some drivers do not distinguish timestamps with and without a zone by the number. */
    private static int type(DriverType type) {
        boolean zoned = type.name().toLowerCase(Locale.ROOT).matches("timestamptz|timestamp.* with time zone");
        return type.jdbc() == Types.TIMESTAMP && zoned ? Types.TIMESTAMP_WITH_TIMEZONE : type.jdbc();
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
