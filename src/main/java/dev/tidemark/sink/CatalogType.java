package dev.tidemark.sink;

import dev.tidemark.database.DriverType;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column in a database's catalogue.
 *
 * @param code one of {@link java.sql.Types}
 * @param name its short name; for a domain, that of its base type
 * @param own the type's name in a statement
 * @param size its length, or its total number of digits
 * @param digits the digits after the point, or the fractional digits of a second
 */
record CatalogType(int code, String name, String own, int size, int digits) {

    static CatalogType of(DriverType type) {
        return new CatalogType(type.jdbc(), type.name(), type.name(), type.precision(), type.scale());
    }

    /** The meaning of a type in most databases; null for a type that the sink does not support. */
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
