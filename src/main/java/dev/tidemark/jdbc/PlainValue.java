package dev.tidemark.jdbc;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a driver gives for a column, as a record such as an API's holds it. */
public final class PlainValue {

    private PlainValue() {}

    /** Numbers, booleans and bytes as they are, arrays as lists, and all else as text: instants in UTC, other times as they stand. */
    public static @Nullable Object of(@Nullable Object value) throws SQLException {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Timestamp timestamp) {
            return text(timestamp.toLocalDateTime());
        }
        if (value instanceof LocalDateTime local) {
            return text(local);
        }
        if (value instanceof OffsetDateTime instant) {
            return instant.toInstant().toString();
        }
        if (value instanceof ZonedDateTime instant) {
            return instant.toInstant().toString();
        }
        if (value instanceof java.sql.Array array) {
            return Arrays.asList((Object[]) array.getArray());
        }
        return value.toString();
    }

    private static String text(LocalDateTime local) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
    }
}
