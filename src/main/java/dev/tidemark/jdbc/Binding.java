package dev.tidemark.jdbc;

import dev.tidemark.strategy.TimestampText;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Turns a value of a cursor or key, as it stands in the state, into what a column of a database is compared with.
 *
 * @param zone the zone of timestamps without one
 */
record Binding(ZoneId zone) {

    /** @param type one of {@link Types} */
    Object of(int type, Object value) {
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        return switch (type) {
            case Types.TIMESTAMP -> Timestamp.valueOf(local(instant(text)));
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.ofInstant(instant(text), ZoneOffset.UTC);
            case Types.DATE ->
                Date.valueOf(TimestampText.read(text, zone).local().toLocalDate());
            case Types.BIT, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> new BigDecimal(text);
            case Types.FLOAT, Types.REAL, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> new BigDecimal(text);
            case Types.OTHER -> isUuid(text) ? UUID.fromString(text) : text;
            default -> text;
        };
    }

    /** A point in time, for a column of that type. */
    Object of(int type, Instant instant) {
        return type == Types.TIMESTAMP_WITH_TIMEZONE
                ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC)
                : Timestamp.valueOf(local(instant));
    }

    private Instant instant(String text) {
        return TimestampText.read(text, zone).instant();
    }

    private LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
}
