package dev.tidemark.sink;

import dev.tidemark.database.DriverType;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column as a database's catalogue has it.
 *
 * @param code one of {@link java.sql.Types}
 * @param name its short name, that of the type below for a domain
 * @param own the type as a statement names it
 * @param size its length, or all its digits
 * @param digits those after the point, or of a second
 */
record CatalogType(int code, String name, String own, int size, int digits) {

    static CatalogType of(DriverType type) {
        return new CatalogType(type.jdbc(), type.name(), type.name(), type.precision(), type.scale());
    }

    /** What most databases mean by a type; null for one that the sink has no word for. */
    static @Nullable ColumnType standard(int code, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json", "jsonb" -> ColumnType.JSON;
            case "timestamptz" -> ColumnType.UTC_DATETIME;
            default ->
                switch (code) {
                    case Types.BOOLEAN, Types.BIT -> ColumnType.BOOLEAN;
                    case Types.TINYINT, Types.SMALLINT -> ColumnType.SHORT;
                    case Types.INTEGER -> ColumnType.INT;
                    case Types.BIGINT -> ColumnType.LONG;
                    case Types.REAL -> ColumnType.FLOAT;
                    case Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
                    case Types.DECIMAL, Types.NUMERIC -> ColumnType.DECIMAL;
                    case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> ColumnType.STRING;
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ColumnType.BINARY;
                    case Types.DATE -> ColumnType.NAIVE_DATE;
                    case Types.TIME -> ColumnType.NAIVE_TIME;
                    case Types.TIMESTAMP -> ColumnType.NAIVE_DATETIME;
                    case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.UTC_DATETIME;
                    default -> null;
                };
        };
    }
}
