package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DuckDB. Its driver returns infinite dates and times as the greatest and least numbers of the type. */
final class DuckDbTypes implements TypeRules {

    private static final Pattern NESTED = Pattern.compile("(?is)(?:struct|map|union)\\b.*|.*\\[\\d*\\]");

    /** The driver would return nested times in the local time zone. */
    @Override
    public String selected(String column, DriverType type) {
        return NESTED.matcher(type.name()).matches() ? "to_json(" + column + ")" : column;
    }

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        if (NESTED.matcher(type.name()).matches()) {
            return null;
        }
        return switch (type.word()) {
            case "ubigint" -> SharedRules.UNSIGNED;
            case "hugeint", "uhugeint", "bignum", "varint" -> SharedRules.WHOLE;
            case "float" -> SharedRules.FLOAT;
            case "bit", "enum", "interval" -> SharedRules.TEXT;
            case "uuid" -> SharedRules.UUID;
            case "json" -> SharedRules.JSON;
            case "date" -> TypeRule.of("NAIVE_DATE", DuckDbTypes::date);
            case "time", "time_ns" -> TypeRule.of("NAIVE_TIME", DuckDbTypes::time);
            case "time with time zone", "timetz" -> TypeRule.of("STRING", DuckDbTypes::timeWithZone);
            case "timestamp_s" -> dateTime(ChronoUnit.SECONDS);
            case "timestamp_ms" -> dateTime(ChronoUnit.MILLIS);
            case "timestamp" -> dateTime(ChronoUnit.MICROS);
            case "timestamp_ns" -> dateTime(ChronoUnit.NANOS);
            case "timestamp with time zone", "timestamptz" -> TypeRule.of("UTC_DATETIME", DuckDbTypes::instant);
            default -> type.jdbc() == Types.OTHER ? null : StandardTypes.rule(type.jdbc());
        };
    }

    private static @Nullable String date(ResultSet row, int column) throws SQLException {
        // With a class argument, the driver reads years BC as years AD.
        LocalDate date = (LocalDate) row.getObject(column);
        return date == null || Math.abs(date.toEpochDay()) != Integer.MAX_VALUE
                ? Cells.text(date)
                : infinity(date.getYear() > 0);
    }

    /** The driver fails for 24:00, the only value that Java cannot represent. */
    private static @Nullable Object time(ResultSet row, int column) throws SQLException {
        try {
            return Cells.TIME.read(row, column);
        } catch (DateTimeException e) {
            return "24:00:00";
        }
    }

    /** The driver does not support a class argument for it. */
    private static @Nullable String timeWithZone(ResultSet row, int column) throws SQLException {
        OffsetTime time = (OffsetTime) row.getObject(column);
        return time == null ? null : DateTimeFormatter.ISO_OFFSET_TIME.format(time);
    }

    private static TypeRule dateTime(ChronoUnit unit) {
        return TypeRule.of("NAIVE_DATETIME", (row, column) -> {
            LocalDateTime local = row.getObject(column, LocalDateTime.class);
            Instant instant = local == null ? null : local.toInstant(ZoneOffset.UTC);
            return instant != null && isInfinite(instant, unit)
                    ? infinity(instant.isAfter(Instant.EPOCH))
                    : Cells.text(local);
        });
    }

    private static @Nullable Object instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant != null && isInfinite(instant.toInstant(), ChronoUnit.MICROS)
                ? infinity(instant.getYear() > 0)
                : Cells.text(instant);
    }

    private static boolean isInfinite(Instant instant, ChronoUnit unit) {
        return unit != ChronoUnit.SECONDS
                && (instant.equals(Instant.EPOCH.plus(Long.MAX_VALUE, unit))
                        || instant.equals(Instant.EPOCH.minus(Long.MAX_VALUE, unit)));
    }

    private static String infinity(boolean positive) {
        return positive ? "infinity" : "-infinity";
    }
}
