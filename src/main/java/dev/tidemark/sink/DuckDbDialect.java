package dev.tidemark.sink;

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
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB. Its exceptions have no SQLState, and a refused statement ends the transaction. */
final class DuckDbDialect extends ConflictDialect {

    private static final int MICROSECONDS = 6;
    private static final FarTimes TIMES = new FarTimes(-290_306, 294_245, true, Duration.ofDays(1));

    /** The types of times that do not keep microseconds, by the digits of a second that they keep. */
    private static final Map<String, Integer> FRACTIONS =
            Map.of("TIMESTAMP_S", 0, "TIMESTAMP_MS", 3, "TIMESTAMP_NS", 9);

    private static final Pattern ROWS =
            Pattern.compile("(?s).*\\b(Constraint|Conversion|Out of Range|Invalid Input) Error:.*");
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
        return FarTimes.isFar(value) ? FarTimes.text((Temporal) value, " (BC)", "") : super.text(value);
    }

    @Override
    FarTimes times() {
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

    /** It has a type for each number of digits. */
    @Override
    String typeOf(Column column) {
        return FRACTIONS.entrySet().stream()
                .filter(each -> column.type() == ColumnType.NAIVE_DATETIME && each.getValue() == column.scale())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> super.typeOf(column));
    }

    /** It compares those types with each other only. */
    @Override
    String tomorrow(Column column) {
        return column.type() == ColumnType.NAIVE_DATETIME
                ? "cast(now() as timestamp) + interval '1' day"
                : super.tomorrow(column);
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
    boolean tellsCasesApart() {
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
