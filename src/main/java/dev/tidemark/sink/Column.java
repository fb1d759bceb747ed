package dev.tidemark.sink;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column of a destination table.
 *
 * @param precision all digits of a DECIMAL; 0 for other types
 * @param scale its digits after the point
 */
record Column(String name, ColumnType type, int precision, int scale) {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\s*\\(\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*\\)");
    private static final int MAX_PRECISION = 38;

    Column(String name, ColumnType type) {
        this(name, type, 0, 0);
    }

    /** @throws IllegalArgumentException when the type is unknown; the message lists those that are */
    static Column of(String name, String type) {
        String word = type.strip().toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(word);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
                throw new IllegalArgumentException("column `" + name + "`: " + word + " has no precision from 1 to "
                        + MAX_PRECISION + " with a scale up to it");
            }
            return new Column(name, ColumnType.DECIMAL, precision, scale);
        }
        for (ColumnType known : ColumnType.values()) {
            if (known.name().equals(word) && known != ColumnType.DECIMAL) {
                return new Column(name, known);
            }
        }
        throw new IllegalArgumentException("column `" + name + "` has the unknown type `" + type.strip()
                + "`; known are " + Arrays.toString(ColumnType.values()).replace("DECIMAL", "DECIMAL(p,s)"));
    }

    /**
     * The value of this column for a JSON value.
     *
     * @throws RuntimeException when the value does not fit; the message says how
     */
    @Nullable
    Object convert(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object converted = type.convert(value);
        if (type == ColumnType.DECIMAL) {
            BigDecimal exact = ((BigDecimal) converted).setScale(scale, RoundingMode.UNNECESSARY);
            if (exact.precision() > precision) {
                throw new ArithmeticException("has more than " + precision + " digits");
            }
            return exact;
        }
        return converted;
    }
}
