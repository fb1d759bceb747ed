package dev.tidemark.database;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The types of the SQL standard, as JDBC numbers them. */
final class StandardTypes implements TypeRules {

    /** The rule of a type by its number alone. */
    static @Nullable TypeRule rule(int jdbc) {
        return switch (jdbc) {
            case Types.BOOLEAN, Types.BIT -> Rules.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT -> Rules.SHORT;
            case Types.INTEGER -> Rules.INT;
            case Types.BIGINT -> Rules.LONG;
            case Types.REAL -> Rules.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> Rules.DOUBLE;
            case Types.NUMERIC, Types.DECIMAL -> Rules.DECIMAL;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> Rules.SIZED_TEXT;
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB, Types.SQLXML -> Rules.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Rules.BYTES;
            case Types.DATE -> Rules.DATE;
            case Types.TIME -> Rules.TIME;
            case Types.TIME_WITH_TIMEZONE -> Rules.TIME_WITH_ZONE;
            case Types.TIMESTAMP -> Rules.DATE_TIME;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Rules.INSTANT;
            default -> null;
        };
    }

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        return type.jdbc() == Types.TIMESTAMP && type.word().endsWith("with time zone")
                ? Rules.INSTANT
                : rule(type.jdbc());
    }
}
