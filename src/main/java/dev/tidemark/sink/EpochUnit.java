package dev.tidemark.sink;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The unit of a number that counts the time since 1970, determined by the number's size. In each unit, the accepted numbers
 * are from 1973 to 2286 (or as far before 1970). No number fits two units.
 */
enum EpochUnit {
    SECONDS(9, 0),
    MILLISECONDS(12, 3),
    MICROSECONDS(15, 6),
    NANOSECONDS(18, 9);

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{9,19}(?:\\.\\d{1,30})?");
    /** A text of date and hour, or date, hour and minute, from 1970 to 2099. */
    private static final Pattern DATE = Pattern.compile(
            "(?:19[7-9]|20\\d)\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:[01]\\d|2[0-3])(?:[0-5]\\d)?");

    private static final int YEAR_LENGTH = 4;

    private final int length;
    private final int decimals;

    /** @param length the digits before the point of the shorter numbers */
    EpochUnit(int length, int decimals) {
        this.length = length;
        this.decimals = decimals;
    }

    /** The unit of a number, or of a text that is a number; null when no unit fits or the value is not a number. */
    static @Nullable EpochUnit of(Object value) {
        BigDecimal number = number(value);
        if (number == null) {
            return null;
        }
        int digits = number.precision() - number.scale();
        // One more digit is too late for this unit and too early for the next, or a date without separators.
        return Arrays.stream(values())
                .filter(unit -> digits == unit.length || digits == unit.length + 1)
                .findFirst()
                .orElse(null);
    }

    /**
     * The instant for a number of this unit.
     *
     * @throws ArithmeticException when it has digits beyond the nanosecond
     */
    OffsetDateTime at(Object value) {
        BigDecimal seconds = new BigDecimal(value.toString().strip()).movePointLeft(decimals);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(9).longValueExact();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos).atOffset(ZoneOffset.UTC);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable BigDecimal number(Object value) {
        if (value instanceof Number && !ColumnType.isEndless(value)) {
            return new BigDecimal(value.toString());
        }
        if (!(value instanceof String text) || (text.length() > YEAR_LENGTH && text.charAt(YEAR_LENGTH) == '-')) {
            return null;
        }
        String stripped = text.strip();
        boolean isNumber =
                NUMBER.matcher(stripped).matches() && !DATE.matcher(stripped).matches();
        return isNumber ? new BigDecimal(stripped) : null;
    }
}
