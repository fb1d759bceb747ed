package dev.tidemark.sink;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.temporal.Temporal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a column that holds all values of another column, and a value that does not fit there. Widening never changes a
 * value: LONG never becomes DOUBLE, and DOUBLE never becomes DECIMAL. The last type is STRING.
 */
final class Widening {

    private static final int DIGITS = 38;
    private static final int FRACTION = 18;

    private Widening() {}

    /**
     * The narrowest wider column that holds the value.
     *
     * @param ordered whether its values must be ordered as older and newer
     * @param keyLength the maximum length of a STRING in a key; 0 when there is no limit
     * @return null when there is none
     */
    static @Nullable Column of(Column column, Object value, boolean ordered, int keyLength) {
        for (Column wider : wider(column, keyLength)) {
            if ((!ordered || wider.type().isOrdered()) && holds(wider, value, true)) {
                return wider;
            }
        }
        return null;
    }

    /**
     * Whether a column keeps a value unchanged: the text {@code 007} is not a number, and 1 is not true.
     *
     * @param exact whether all fractional digits of a second must be kept; a column is not widened only for them
     */
    static boolean holds(Column column, Object value, boolean exact) {
        try {
            Object kept = column.convert(value);
            if (kept instanceof Boolean) {
                return kept.toString().equals(value.toString());
            }
            if (kept instanceof Temporal) {
                return !(value instanceof Number)
                        && EpochUnit.of(value) == null
                        && (!exact || column.cut(kept) == kept);
            }
            return !(value instanceof String text && kept instanceof Number number) || isWritten(number, text);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return false;
        }
    }

    private static boolean isWritten(Number number, String text) {
        BigDecimal read = new BigDecimal(text.strip());
        return read.toPlainString().equals(text) && read.compareTo(new BigDecimal(number.toString())) == 0;
    }

    /** From narrow to wide, each with room for all that the column can hold. */
    private static List<Column> wider(Column column, int keyLength) {
        if (column.own() != null) {
            return List.of();
        }
        Column text = of(column, ColumnType.STRING, keyLength, 0);
        Column whole = of(column, ColumnType.DECIMAL, DIGITS, 0);
        Column fraction = of(column, ColumnType.DECIMAL, DIGITS, FRACTION);
        Column number = of(column, ColumnType.LONG, 0, 0);
        return switch (column.type()) {
            case SHORT -> List.of(of(column, ColumnType.INT, 0, 0), number, whole, fraction, text);
            case INT -> List.of(number, whole, fraction, text);
            case LONG -> List.of(whole, fraction, text);
            case DECIMAL -> decimal(column, fraction, text);
            case STRING -> isLongest(column, keyLength) ? List.of() : List.of(text);
            case JSON, BINARY -> List.of();
            default -> List.of(text);
        };
    }

    private static List<Column> decimal(Column column, Column fraction, Column text) {
        if (column.precision() == 0) {
            return List.of(text);
        }
        Column longer = of(column, ColumnType.DECIMAL, DIGITS, column.scale());
        boolean roomy = column.scale() <= FRACTION && column.precision() - column.scale() <= DIGITS - FRACTION;
        return roomy ? List.of(longer, fraction, text) : List.of(longer, text);
    }

    private static boolean isLongest(Column text, int greatest) {
        return text.precision() == 0 || (greatest > 0 && text.precision() >= greatest);
    }

    private static Column of(Column column, ColumnType type, int precision, int scale) {
        return new Column(column.name(), type, precision, scale);
    }
}
