package dev.tidemark.sink;

import dev.tidemark.database.CatalogColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB. Its exceptions have no SQLState, and a failed statement ends the transaction. */
final class DuckDbDialect extends ConflictDialect {

    private static final int MICROSECONDS = 6;
    private static final TimeLimits TIMES = new TimeLimits(-290_306, 294_245, true, Duration.ofDays(1));

    /** The timestamp types without microseconds, by the fractional digits of a second that they keep. */
    private static final Map<String, Integer> FRACTIONS =
            Map.of("TIMESTAMP_S", 0, "TIMESTAMP_MS", 3, "TIMESTAMP_NS", 9);

    private static final Pattern NESTED = Pattern.compile("(?s)(STRUCT|MAP|UNION)\\(.*|.*\\]");
    private static final int UBIGINT_DIGITS = 20;
    private static final int HUGEINT_DIGITS = 39;
    private static final int MOST_DIGITS = 1000;

    private static final String DEFINITION = "select sql from duckdb_tables() where schema_name = ? and table_name = ?";

    private static final Pattern ROWS =
            Pattern.compile("(?s).*\\b(Constraint|Conversion|Out of Range|Invalid Input) Error:.*");
    private static final Pattern STATEMENT = Pattern.compile("(?s)\\s+LINE \\d+: .*");
    private static final Pattern CONFLICT = Pattern.compile("(?s).*TransactionContext Error: .*[Cc]onflict.*");

    private static final String UNIQUE_KEYS =
            "select cast(constraint_column_names as varchar) from duckdb_constraints()"
                    + " where constraint_type = 'UNIQUE' and schema_name = ? and table_name = ?"
                    + " union all select expressions from duckdb_indexes()"
                    + " where is_unique and schema_name = ? and table_name = ?";

    DuckDbDialect() {
        super(Map.of(
                ColumnType.NAIVE_TIME, "time",
                ColumnType.NAIVE_DATETIME, "timestamp",
                ColumnType.UTC_DATETIME, "timestamp with time zone"));
    }

    @Override
    String text(Object value) {
        return TimeLimits.isFar(value) ? TimeLimits.text((Temporal) value, " (BC)", "") : super.text(value);
    }

    @Override
    TimeLimits times() {
        return TIMES;
    }

    @Override
    String elementType(Column column) {
        return column.type() == ColumnType.BINARY ? "varchar" : typeOf(column);
    }

    @Override
    String value(Column column, String element) {
        return column.type() == ColumnType.BINARY ? "unhex(" + element + ")" : element;
    }

    /** DuckDB ignores lengths. */
    @Override
    Column kept(Column column, boolean key) {
        boolean text = column.type() == ColumnType.STRING && column.own() == null;
        return text ? new Column(column.name(), column.type()) : super.kept(column, key);
    }

    /** Texts are converted to nested types through JSON. */
    @Override
    String cast(String text, Column column) {
        boolean nested = column.own() != null && NESTED.matcher(column.own()).matches();
        return super.cast(nested ? "cast(" + text + " as json)" : text, column);
    }

    @Override
    Column column(String name, CatalogType type) {
        return switch (type.name()) {
            case "UBIGINT" -> new Column(name, ColumnType.DECIMAL, UBIGINT_DIGITS, 0, type.own());
            case "HUGEINT", "UHUGEINT" -> new Column(name, ColumnType.DECIMAL, HUGEINT_DIGITS, 0, type.own());
            case "BIGNUM" -> new Column(name, ColumnType.DECIMAL, MOST_DIGITS, 0, type.own());
            default -> {
                Column known = type.name().equals("BIT") ? null : super.column(name, type);
                yield known == null ? new Column(name, ColumnType.STRING, 0, 0, type.own()) : known;
            }
        };
    }

    /** Its catalogue has a generated column's expression in place of a default. */
    @Override
    Map<String, String> generated(Connection connection, String schema, String table, List<CatalogColumn> columns)
            throws SQLException {
        Map<String, String> generated = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(DEFINITION)) {
            query.setString(1, schema);
            query.setString(2, table);
            try (ResultSet found = query.executeQuery()) {
                String definition = found.next() ? found.getString(1) : "";
                columns.forEach(column -> {
                    String name = column.name();
                    String declaration = " " + column.type().name() + " GENERATED ALWAYS AS(";
                    if (definition.contains(name + declaration) || definition.contains(quote(name) + declaration)) {
                        generated.put(name, ExistingTable.COMPUTED);
                    }
                });
            }
        }
        return generated;
    }

    @Override
    String comparisons() {
        return Comparisons.DUCKDB;
    }

    @Override
    @Nullable
    ColumnType typeOf(int type, String name) {
        if (name.equals("TIMESTAMP WITH TIME ZONE")) {
            return ColumnType.UTC_DATETIME;
        }
        if (FRACTIONS.containsKey(name)) {
            return ColumnType.NAIVE_DATETIME;
        }
        return type == Types.FLOAT
                ? ColumnType.FLOAT
                : name.equals("BLOB") ? ColumnType.BINARY : super.typeOf(type, name);
    }

    @Override
    int fraction(int type, String name, int size, int digits) {
        return FRACTIONS.getOrDefault(name, MICROSECONDS);
    }

    /** DuckDB has a type for each number of digits. */
    @Override
    String typeOf(Column column) {
        return FRACTIONS.entrySet().stream()
                .filter(each -> column.type() == ColumnType.NAIVE_DATETIME && each.getValue() == column.scale())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> super.typeOf(column));
    }

    /** DuckDB compares those types only with each other. */
    @Override
    String tomorrow(Column column) {
        return column.type() == ColumnType.NAIVE_DATETIME
                ? "cast(now() as timestamp) + interval '1' day"
                : super.tomorrow(column);
    }

    /** Without the excerpt of the statement, which the user did not write. */
    @Override
    String reason(SQLException refusal) {
        return STATEMENT.matcher(super.reason(refusal)).replaceFirst("");
    }

    @Override
    boolean isFaultOfRows(SQLException e) {
        return !isTransient(e) && ROWS.matcher(String.valueOf(e.getMessage())).matches();
    }

    @Override
    boolean isTransient(SQLException e) {
        return CONFLICT.matcher(String.valueOf(e.getMessage())).matches();
    }

    @Override
    @Nullable
    String faultOf(String name) {
        return null;
    }

    @Override
    boolean isCaseSensitive() {
        return false;
    }

    @Override
    Collection<Set<String>> uniqueKeys(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        Collection<Set<String>> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNIQUE_KEYS)) {
            query.setString(1, schema);
            query.setString(2, table);
            query.setString(3, schema);
            query.setString(4, table);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    keys.add(Arrays.stream(found.getString(1).split("\\s*[\\[\\],]\\s*"))
                            .map(name -> name.replaceAll("^[\"']+|[\"']+$", ""))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toSet()));
                }
            }
        }
        return keys;
    }

    @Override
    boolean canChangeKeys() {
        return false;
    }

    @Override
    boolean hasSavepoints() {
        return false;
    }
}
