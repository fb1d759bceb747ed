package dev.tidemark.strategy.cursor;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position in a source's order: its value, and its text as the API sent it. Ordered by its value (an instant at full
 * precision, a number or, for cursors declared as text, the text), never by its format.
 */
public final class Cursor implements Comparable<Cursor> {

    private final Comparable<?> value;
    private final Object written;

    private final Tick step;

    private Cursor(Comparable<?> value, Object written, Tick step) {
        this.value = value;
        this.written = written;
        this.step = step;
    }

    public static Cursor at(Instant instant, Object written, Tick step) {
        return new Cursor(instant, written, step);
    }

    public static Cursor at(BigDecimal number, Object written) {
        return new Cursor(number, written, Tick.ofScale(number.scale()));
    }

    public static Cursor at(String text) {
        return new Cursor(text, text, Tick.NONE);
    }

    /** One unit of the last written digit; none for text. */
    Tick step() {
        return step;
    }

    /** The JSON value that the API sent: text or a number. */
    public Object written() {
        return written;
    }

    /** The text that the API sent. */
    public String text() {
        return written instanceof BigDecimal number ? number.toPlainString() : written.toString();
    }

    /** Whether it is a point in time. */
    public boolean isInstant() {
        return value instanceof Instant;
    }

    /** @throws ClassCastException when it is not a point in time */
    public Instant instant() {
        return (Instant) value;
    }

    BigDecimal number() {
        return (BigDecimal) value;
    }

    /** @throws ClassCastException when the two are of different types, which one source never mixes */
    @Override
    @SuppressWarnings("unchecked")
    public int compareTo(Cursor other) {
        return ((Comparable<Object>) value).compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cursor cursor && cursor.value.getClass() == value.getClass() && compareTo(cursor) == 0;
    }

    @Override
    public int hashCode() {
        return value instanceof BigDecimal number ? number.stripTrailingZeros().hashCode() : value.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
