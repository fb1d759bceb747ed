package dev.tidemark.strategy.cursor;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of a cursor field, and how its values are read. */
public enum CursorType {
    /** Text that represents an instant: ISO 8601 in its usual variants, or {@code /Date(...)/}. */
    TIMESTAMP("timestamp") {
        @Override
        Cursor read(Object value, ZoneId zone) {
            TimestampText text = TimestampText.read(value.toString(), zone);
            return Cursor.at(text.instant(), value, text.step());
        }
    },
    /** Seconds since 1970, as a number or numeric text. */
    EPOCH_SECONDS("epoch-seconds") {
        @Override
        Cursor read(Object value, ZoneId zone) {
            BigDecimal seconds = number(value);
            return Cursor.at(instant(seconds), value, step(seconds));
        }
    },
    /** Milliseconds since 1970, as a number or numeric text. */
    EPOCH_MILLIS("epoch-millis") {
        @Override
        Cursor read(Object value, ZoneId zone) {
            BigDecimal seconds = number(value).movePointLeft(3);
            return Cursor.at(instant(seconds), value, step(seconds));
        }
    },
    /** An increasing number: a sequence, a version. */
    NUMBER("number") {
        @Override
        Cursor read(Object value, ZoneId zone) {
            return Cursor.at(number(value), value);
        }
    },
    /** Text that the API orders character by character. */
    TEXT("text") {
        @Override
        Cursor read(Object value, ZoneId zone) {
            return Cursor.at(value.toString());
        }
    };

    private static final int MAX_DIGITS = 1000;

    private final String word;

    CursorType(String word) {
        this.word = word;
    }

    /**
     * Reads a value of the cursor field.
     *
     * @param zone the zone of timestamps that name none
     * @throws DateTimeException or NumberFormatException when the value has another format
     */
    abstract Cursor read(Object value, ZoneId zone);

    /** Whether a value is a point in time. */
    public boolean isInstant() {
        return this == TIMESTAMP || this == EPOCH_SECONDS || this == EPOCH_MILLIS;
    }

    /** The type with that name in a Kamelet's {@code cursorType}. */
    public static CursorType of(String word) {
        for (CursorType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("cursorType `" + word + "` is not one of "
                + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return word;
    }

    private static BigDecimal number(Object value) {
        BigDecimal number = value instanceof BigDecimal decimal
                ? decimal
                : value instanceof BigInteger integer
                        ? new BigDecimal(integer)
                        : new BigDecimal(value.toString().trim());
        // Written out, 1e900000000 would exhaust the memory.
        if (Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new NumberFormatException("it has more than " + MAX_DIGITS + " digits");
        }
        return number;
    }

    /** At most as precise as an instant. */
    private static Tick step(BigDecimal seconds) {
        return Tick.ofScale(Math.min(9, seconds.scale()));
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        try {
            return Instant.ofEpochSecond(
                    whole.longValueExact(),
                    seconds.subtract(whole).movePointRight(9).longValue());
        } catch (ArithmeticException e) {
            throw new DateTimeException(seconds + " seconds are outside the calendar", e);
        }
    }
}
