package dev.tidemark.sink;

import dev.tidemark.database.CatalogColumn;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A table's description in the database's catalogue. */
final class TableCatalog {

    private final DatabaseMetaData database;
    private final Dialect dialect;
    private final String name;
    private final @Nullable String catalog;
    private final @Nullable String schema;

    /** @param table its name; a dot separates the schema */
    TableCatalog(Connection connection, Dialect dialect, String table) throws SQLException {
        this.database = connection.getMetaData();
        this.dialect = dialect;
        String[] parts = table.split("\\.", 2);
        this.name = parts[parts.length - 1];
        boolean schemas = database.supportsSchemasInTableDefinitions();
        String qualifier = parts.length == 2 ? parts[0] : schemas ? connection.getSchema() : connection.getCatalog();
        this.catalog = schemas ? connection.getCatalog() : qualifier;
        this.schema = schemas ? qualifier : null;
    }

    /**
     * The columns of the table by their names, null for a type that the sink cannot write.
     *
     * @return empty when the table does not exist
     */
    Map<String, @Nullable Column> columns() throws SQLException {
        return table().columns();
    }

    /** The table with its columns; without columns when it does not exist. */
    ExistingTable table() throws SQLException {
        Map<String, CatalogType> types = new LinkedHashMap<>();
        Map<String, String> generated = new LinkedHashMap<>();
        List<CatalogColumn> found = found();
        for (CatalogColumn each : found) {
            types.put(each.name(), CatalogType.of(each.type()));
            if (each.computed()) {
                generated.put(each.name(), ExistingTable.COMPUTED);
            }
        }
        Map<String, @Nullable Column> columns = new LinkedHashMap<>();
        Map<String, String> unknown = new LinkedHashMap<>();
        String qualifier = schema == null ? catalog : schema;
        if (!types.isEmpty() && qualifier != null) {
            types.putAll(dialect.exactTypes(database.getConnection(), qualifier, name, types));
            generated.putAll(dialect.generated(database.getConnection(), qualifier, name, found));
        }
        types.forEach((column, type) -> {
            Column known = dialect.column(column, type);
            columns.put(column, known);
            if (known == null) {
                unknown.put(column, type.own());
            }
        });
        return new ExistingTable(columns, generated, unknown);
    }

    /** Whether the table exists. */
    boolean exists() throws SQLException {
        return !found().isEmpty();
    }

    private List<CatalogColumn> found() throws SQLException {
        return CatalogColumn.of(database, catalog, schema, name);
    }

    /** How the database compares values of its columns, for columns where that differs from Java. */
    Map<String, UnaryOperator<String>> compared() throws SQLException {
        Map<String, UnaryOperator<String>> compared = new LinkedHashMap<>();
        if (!dialect.mayCompareOtherwise(database.getConnection(), found())) {
            return compared;
        }
        try (PreparedStatement query = database.getConnection().prepareStatement(dialect.comparisons())) {
            query.setString(1, schema == null ? catalog : schema);
            query.setString(2, name);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    String form = found.getString(2);
                    compared.put(found.getString(1), value -> form.replace(Comparisons.VALUE, value));
                }
            }
        }
        return compared;
    }

    /** Whether the table is a view. */
    boolean isView() throws SQLException {
        try (ResultSet found = database.getTables(
                catalog, CatalogColumn.pattern(database, schema), CatalogColumn.pattern(database, name), null)) {
            while (found.next()) {
                if (name.equals(found.getString("TABLE_NAME"))) {
                    return found.getString("TABLE_TYPE").contains("VIEW");
                }
            }
        }
        return false;
    }

    /** The columns of each unique key. */
    Collection<Set<String>> uniqueKeys() throws SQLException {
        Collection<Set<String>> keys = new ArrayList<>(dialect.uniqueKeys(database.getConnection(), schema, name));
        Set<String> primary = new LinkedHashSet<>();
        try (ResultSet found = database.getPrimaryKeys(catalog, schema, name)) {
            while (found.next()) {
                primary.add(found.getString("COLUMN_NAME"));
            }
        }
        keys.add(primary);
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        try (ResultSet found = database.getIndexInfo(catalog, schema, name, true, true)) {
            while (found.next()) {
                String column = found.getString("COLUMN_NAME");
                String index = found.getString("INDEX_NAME");
                if (column != null && index != null && found.getString("FILTER_CONDITION") == null) {
                    indexes.computeIfAbsent(index, any -> new LinkedHashSet<>()).add(column);
                }
            }
        }
        keys.addAll(indexes.values());
        return keys;
    }
}
