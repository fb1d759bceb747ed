package dev.tidemark.sink;

import dev.tidemark.database.UnreadableValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a destination table.
 *
 * @param precision the number of digits of a DECIMAL, or the maximum length of a STRING; 0 when there is no limit
 * @param scale the digits of a DECIMAL after the point, or the fractional digits of a second
 * @param own the database's name of the type, when the sink has none for it; otherwise null. The sink then writes a text
 *     that the database converts to that type, and the column keeps its type
 */
record Column(String name, ColumnType type, int precision, int scale, @Nullable String own) {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\s*\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");
    /** Quotes that PostgreSQL's statements need; messages leave them out. */
    private static final Pattern QUOTES = Pattern.compile("\"(pg_catalog\"\\.\")?");

    private static final int MAX_PRECISION = 38;
    private static final int MAX_FRACTION = 9;

    /** The nanoseconds in one unit of the last fractional digit that is kept, by the number of digits. */
    private static final int[] NANOS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1
    };

    Column(String name, ColumnType type, int precision, int scale) {
        this(name, type, precision, scale, null);
    }

    Column(String name, ColumnType type) {
        this(name, type, 0, type.isTime() ? MAX_FRACTION : 0);
    }

    /** A column of the same type with another name. */
    Column named(String other) {
        return new Column(other, type, precision, scale, own);
    }

    /** The type as declared, or the database's name of it. */
    String word() {
        if (own != null) {
            return QUOTES.matcher(own).replaceAll("");
        }
        return type == ColumnType.DECIMAL && precision > 0 ? "DECIMAL(" + precision + "," + scale + ")" : type.name();
    }

    /** @throws IllegalArgumentException when the type is unknown; the message lists the known types */
    static Column of(String name, String type) {
        String word = type.strip().toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(word);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
                throw new IllegalArgumentException("column `" + name + "`: " + word + " is not valid; use a"
                        + " precision from 1 to " + MAX_PRECISION + " and a scale that does not exceed it");
            }
            return new Column(name, ColumnType.DECIMAL, precision, scale);
        }
        for (ColumnType known : ColumnType.values()) {
            if (known.name().equals(word) && known != ColumnType.DECIMAL) {
                return new Column(name, known);
            }
        }
        throw new IllegalArgumentException("column `" + name + "` has the unknown type `" + type.strip()
                + "`; known types are " + Arrays.toString(ColumnType.values()).replace("DECIMAL", "DECIMAL(p,s)"));
    }

    /**
     * Converts a JSON value for this column, with all its fractional digits of a second.
     *
     * @throws RuntimeException when the value does not fit; the message says why
     */
    @Nullable
    Object convert(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof UnreadableValue unreadable) {
            throw new IllegalArgumentException(unreadable.reason());
        }
        if (own != null && type == ColumnType.BINARY && value instanceof Number number) {
            return bits(new BigDecimal(number.toString()).toBigIntegerExact());
        }
        Object converted = type.convert(value);
        if (type == ColumnType.DECIMAL && precision > 0) {
            BigDecimal exact = ((BigDecimal) converted).setScale(scale, RoundingMode.UNNECESSARY);
            if (exact.precision() > precision) {
                throw new ArithmeticException("has more than " + precision + " digits");
            }
            return exact;
        }
        if (converted instanceof String text) {
            requireWhole(text);
            if (precision > 0 && text.length() > precision && text.codePointCount(0, text.length()) > precision) {
                throw new IllegalArgumentException("it has more than " + precision + " characters");
            }
        }
        if (converted instanceof Temporal time && TimeLimits.isFar(time) && !TimeLimits.isMeant(value)) {
            throw new DateTimeException("the year " + time.get(ChronoField.YEAR) + " is not from 1 to 9999");
        }
        return converted;
    }

    private static byte[] bits(BigInteger number) {
        if (number.signum() < 0) {
            throw new ArithmeticException("it is below 0");
        }
        return number.toByteArray();
    }

    /** The driver would replace a lone surrogate with a question mark. */
    private static void requireWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new IllegalArgumentException("it contains half a character (a lone surrogate)");
                }
                i++;
            }
        }
    }

    /**
     * The value without the fractional digits of a second that this column does not keep; the same object when it keeps
     * all.
     */
    @Nullable
    Object cut(@Nullable Object value) {
        if (value instanceof Duration span) {
            Duration kept = TimeSpan.cut(span, NANOS[scale]);
            return kept.equals(span) ? value : kept;
        }
        if (value instanceof Temporal time
                && !TimeLimits.isInfinite(time)
                && time.isSupported(ChronoField.NANO_OF_SECOND)) {
            int nanos = time.get(ChronoField.NANO_OF_SECOND);
            int excess = nanos % NANOS[scale];
            return excess == 0 ? value : time.with(ChronoField.NANO_OF_SECOND, nanos - excess);
        }
        return value;
    }
}
