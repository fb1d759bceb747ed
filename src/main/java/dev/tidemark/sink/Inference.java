package dev.tidemark.sink;

import dev.tidemark.strategy.TimestampText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guesses columns from records when a sink declares none. */
final class Inference {

    private static final int EXACT_PRECISION = 38;
    private static final int EXACT_SCALE = 18;

    private Inference() {}

    /**
     * Adds a column for each field that has none yet, typed as it is in the table or, when it is new there, by the
     * field's first value that is not null.
     *
     * @param existing the columns that the table has
     * @param cursorField a text there becomes a time, so that newer and older can be told; null when there is none
     */
    static void extend(
            Map<String, Column> columns,
            List<Map<String, @Nullable Object>> records,
            Map<String, @Nullable Column> existing,
            @Nullable String cursorField) {
        for (Map<String, @Nullable Object> record : records) {
            record.forEach((name, value) -> {
                if (value != null && !columns.containsKey(name)) {
                    Column there = existing.get(name);
                    columns.put(name, there == null ? column(name, value, name.equals(cursorField)) : there);
                }
            });
        }
    }

    private static Column column(String name, Object value, boolean cursor) {
        if (value instanceof BigDecimal || value instanceof BigInteger) {
            return number(name, new BigDecimal(value.toString()));
        }
        if (value instanceof Number) {
            return new Column(
                    name, value instanceof Double || value instanceof Float ? ColumnType.DOUBLE : ColumnType.LONG);
        }
        if (value instanceof Boolean) {
            return new Column(name, ColumnType.BOOLEAN);
        }
        if (ColumnType.isNested(value)) {
            return new Column(name, ColumnType.JSON);
        }
        return new Column(name, cursor ? cursorType(value.toString()) : ColumnType.STRING);
    }

    private static Column number(String name, BigDecimal value) {
        if (value.scale() <= 0) {
            return new Column(name, ColumnType.DECIMAL, EXACT_PRECISION, 0);
        }
        boolean exact = new BigDecimal(Double.toString(value.doubleValue())).compareTo(value) == 0;
        return exact
                ? new Column(name, ColumnType.DOUBLE)
                : new Column(name, ColumnType.DECIMAL, EXACT_PRECISION, EXACT_SCALE);
    }

    private static ColumnType cursorType(String text) {
        try {
            boolean instant = TimestampText.read(text, ZoneOffset.UTC).hasZone();
            return instant ? ColumnType.UTC_DATETIME : ColumnType.NAIVE_DATETIME;
        } catch (DateTimeException e) {
            return ColumnType.STRING;
        }
    }
}
