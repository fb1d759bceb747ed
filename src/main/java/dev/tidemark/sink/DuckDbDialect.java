package dev.tidemark.sink;

import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB. Its exceptions have no SQLState, and a refused statement ends the transaction. */
final class DuckDbDialect extends ConflictDialect {

    private static final Pattern ROWS =
            Pattern.compile("(?s).*\\b(Constraint|Conversion|Out of Range|Invalid Input) Error:.*");
    private static final Pattern CONFLICT = Pattern.compile("(?s).*TransactionContext Error: .*[Cc]onflict.*");

    DuckDbDialect() {
        super(Map.of(
                ColumnType.NAIVE_TIME, "time",
                ColumnType.NAIVE_DATETIME, "timestamp",
                ColumnType.UTC_DATETIME, "timestamp with time zone"));
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
    @Nullable
    ColumnType typeOf(int type, String name) {
        if (name.equals("TIMESTAMP WITH TIME ZONE")) {
            return ColumnType.UTC_DATETIME;
        }
        return type == Types.FLOAT
                ? ColumnType.FLOAT
                : name.equals("BLOB") ? ColumnType.BINARY : super.typeOf(type, name);
    }

    @Override
    int fraction(int type, int size, int digits) {
        return 6;
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
    boolean canChangeKeys() {
        return false;
    }

    @Override
    boolean hasSavepoints() {
        return false;
    }
}
