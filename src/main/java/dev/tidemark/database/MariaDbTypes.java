package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** MariaDB and MySQL. */
final class MariaDbTypes implements TypeRules {

    @Override
    public String selected(String column, DriverType type) {
        // As text it would have six digits.
        return type.word().equals("float") ? "cast(" + column + " as double)" : column;
    }

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        boolean unsigned = type.word().endsWith("unsigned");
        return switch (type.word()) {
            case "year" -> TypeRule.of("INT", MariaDbTypes::year);
            case "json" -> SharedRules.JSON;
            case "uuid" -> SharedRules.UUID;
            case "boolean" -> TypeRule.of("BOOLEAN", MariaDbTypes::bool);
            default ->
                switch (type.jdbc()) {
                    case Types.BIT -> type.precision() == 1 ? SharedRules.BOOLEAN : SharedRules.BYTES;
                    case Types.INTEGER -> unsigned ? SharedRules.LONG : SharedRules.INT;
                    case Types.BIGINT -> unsigned ? SharedRules.UNSIGNED : SharedRules.LONG;
                    case Types.DATE -> TypeRule.of("NAIVE_DATE", MariaDbTypes::date);
                    case Types.TIME -> TypeRule.of("NAIVE_TIME", MariaDbTypes::time);
                    case Types.TIMESTAMP -> TypeRule.of("NAIVE_DATETIME", MariaDbTypes::dateTime);
                    default -> StandardTypes.rule(type.jdbc());
                };
        };
    }

    private static @Nullable Object year(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Integer.valueOf(text);
    }

    /** A {@code tinyint(1)}, which may contain other numbers than 0 and 1. */
    private static @Nullable Object bool(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "0", "false" -> false;
            case "1", "true" -> true;
            default -> UnreadableValue.of(text, "tinyint(1), a boolean", "it is neither 0 nor 1");
        };
    }

    /** Dates that do not exist, such as 0000-00-00 and 2024-00-15, are not changed. */
    private static @Nullable String date(ResultSet row, int column) throws SQLException {
        LocalDate date = known(row, column);
        return date == null ? row.getString(column) : Cells.text(date);
    }

    /** Read in two halves: as a whole, the driver takes it for a time in the local time zone. */
    private static @Nullable String dateTime(ResultSet row, int column) throws SQLException {
        LocalDate date = known(row, column);
        LocalTime time = date == null ? null : row.getObject(column, LocalTime.class);
        return date == null || time == null ? row.getString(column) : Cells.text(date.atTime(time));
    }

    private static @Nullable LocalDate known(ResultSet row, int column) throws SQLException {
        try {
            return row.getObject(column, LocalDate.class);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A duration rather than a time of day: it may be negative, and longer than a day. */
    private static @Nullable String time(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
