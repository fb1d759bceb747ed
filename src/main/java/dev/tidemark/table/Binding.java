package dev.tidemark.table;

import dev.tidemark.database.Product;
import dev.tidemark.database.Uuids;
import dev.tidemark.strategy.cursor.CursorType;
import dev.tidemark.strategy.cursor.TimestampText;
import java.math.BigDecimal;
import java.sql.JDBCType;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts a cursor or key value of the state to a value that a column of a database is compared with.
 *
 * @param zone the zone of timestamps without one
 * @param cursors the type of the cursor column
 */
record Binding(Product product, ZoneId zone, CursorType cursors) {

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    /** DuckDB's values for infinity. */
    private static final Duration END_OF_DUCKDB = Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS);

    /** PostgreSQL's values for infinity in states of earlier versions. */
    private static final Set<String> OLD_INFINITIES = Set.of(
            OffsetDateTime.MAX.toInstant().toString(), DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.MAX));

    /**
     * Converts a value for a column.
     *
     * @throws IllegalArgumentException when the column cannot have this value
     */
    Object of(SourceTable.Column column, Object value) {
        try {
            return of(column.type(), value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "the column `" + column.name() + "` is of the type "
                            + JDBCType.valueOf(column.type()).getName() + ", and `" + value
                            + "` is not a value of that type; check cursorType and initialCursor",
                    e);
        }
    }

    private Object of(int type, Object value) {
        if (value instanceof byte[] || value instanceof Boolean) {
            return value;
        }
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        Object infinite = infinite(type, OLD_INFINITIES.contains(text) ? INFINITY : text);
        if (infinite != null) {
            return infinite;
        }
        return switch (type) {
            case Types.TIMESTAMP -> local(text);
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.ofInstant(instant(text), ZoneOffset.UTC);
            case Types.DATE -> TimestampText.read(text, zone).local().toLocalDate();
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> whole(new BigDecimal(text));
            case Types.REAL -> real(text);
            case Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> new BigDecimal(text);
            // H2 reports a UUID as binary.
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                Uuids.isOne(text) ? UUID.fromString(text) : Base64.getDecoder().decode(text);
            case Types.OTHER -> Uuids.isOne(text) ? UUID.fromString(text) : text;
            default -> text;
        };
    }

    /** The driver's value for infinity; null for a value that is not infinite, or not for a column of dates or times. */
    private @Nullable Object infinite(int type, String text) {
        boolean positive = text.equals(INFINITY);
        if (!positive && !text.equals(MINUS_INFINITY)) {
            return null;
        }
        LocalDateTime local = positive ? LocalDateTime.MAX : LocalDateTime.MIN;
        if (product == Product.DUCKDB) {
            local = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
                    .plus(positive ? END_OF_DUCKDB : END_OF_DUCKDB.negated());
        }
        return switch (type) {
            case Types.DATE -> product == Product.DUCKDB ? local : local.toLocalDate();
            case Types.TIMESTAMP -> local;
            case Types.TIMESTAMP_WITH_TIMEZONE ->
                product == Product.DUCKDB
                        ? local.atOffset(ZoneOffset.UTC)
                        : positive ? OffsetDateTime.MAX : OffsetDateTime.MIN;
            default -> null;
        };
    }

    /** MariaDB's driver would write a float with fewer digits than the column. */
    private Number real(String text) {
        if (product == Product.MARIADB || product == Product.MYSQL) {
            return Double.valueOf(text);
        }
        return Float.valueOf(text);
    }

    /** PostgreSQL does not use an index of whole numbers for a decimal. */
    private static Number whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number;
        }
    }

    /**
     * Converts a point in time for the cursor column.
     *
     * @throws IllegalArgumentException when the column has points in time as text
     */
    Object of(SourceTable.Column column, Instant instant) {
        return switch (column.type()) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
            case Types.TIMESTAMP, Types.DATE -> local(instant);
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.OTHER ->
                throw new IllegalArgumentException("delay and ranges do not work with the text column `" + column.name()
                        + "`; they require a column of dates, times or numbers: remove them");
            default -> {
                BigDecimal seconds =
                        BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
                yield cursors == CursorType.EPOCH_MILLIS ? seconds.movePointRight(3) : seconds;
            }
        };
    }

    private Instant instant(String text) {
        return TimestampText.read(text, zone).instant();
    }

    /** Unchanged where it has no zone: a conversion to the column's zone could lose an hour that the column has. */
    private LocalDateTime local(String text) {
        TimestampText read = TimestampText.read(text, zone);
        return read.hasZone() ? local(read.instant()) : read.local();
    }

    private LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone);
    }
}
