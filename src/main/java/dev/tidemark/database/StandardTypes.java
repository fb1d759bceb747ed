package dev.tidemark.database;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The types of the SQL standard, by their JDBC numbers. */
final class StandardTypes implements TypeRules {

    /** The rule of a type, by its number only. */
    static @Nullable TypeRule rule(int jdbc) {
        return switch (jdbc) {
            case Types.BOOLEAN, Types.BIT -> SharedRules.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT -> SharedRules.SHORT;
            case Types.INTEGER -> SharedRules.INT;
            case Types.BIGINT -> SharedRules.LONG;
            case Types.REAL -> SharedRules.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> SharedRules.DOUBLE;
            case Types.NUMERIC, Types.DECIMAL -> SharedRules.DECIMAL;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> SharedRules.SIZED_TEXT;
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB, Types.SQLXML -> SharedRules.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> SharedRules.BYTES;
            case Types.DATE -> SharedRules.DATE;
            case Types.TIME -> SharedRules.TIME;
            case Types.TIME_WITH_TIMEZONE -> SharedRules.TIME_WITH_ZONE;
            case Types.TIMESTAMP -> SharedRules.DATE_TIME;
            case Types.TIMESTAMP_WITH_TIMEZONE -> SharedRules.INSTANT;
            default -> null;
        };
    }

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        return type.jdbc() == Types.TIMESTAMP && type.word().endsWith("with time zone")
                ? SharedRules.INSTANT
                : rule(type.jdbc());
    }
}
