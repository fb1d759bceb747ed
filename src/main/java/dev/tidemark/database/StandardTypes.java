package dev.tidemark.database;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The types of the SQL standard, as JDBC numbers them. */
final class StandardTypes implements TypeRules {

    /** The reader of a type by its number alone. */
    static @Nullable CellReader reader(int jdbc) {
        return switch (jdbc) {
            case Types.BOOLEAN, Types.BIT -> Cells.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Cells.INT;
            case Types.BIGINT -> Cells.LONG;
            case Types.REAL -> Cells.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> Cells.DOUBLE;
            case Types.NUMERIC, Types.DECIMAL -> Cells.DECIMAL;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB,
                    Types.SQLXML -> Cells.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Cells.BYTES;
            case Types.DATE -> Cells.DATE;
            case Types.TIME -> Cells.TIME;
            case Types.TIME_WITH_TIMEZONE -> Cells.TIME_WITH_ZONE;
            case Types.TIMESTAMP -> Cells.DATE_TIME;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Cells.INSTANT;
            default -> null;
        };
    }

    @Override
    public @Nullable CellReader reader(DriverType type) {
        return type.jdbc() == Types.TIMESTAMP && type.word().endsWith("with time zone")
                ? Cells.INSTANT
                : reader(type.jdbc());
    }
}
