package dev.tidemark.strategy.cursor;

import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * The distance between two neighbouring cursor values: one unit of their last digit.
 *
 * @param size seconds for instants, a plain number for numbers; zero or more
 */
record Tick(BigDecimal size) implements Comparable<Tick> {

    static final Tick NONE = new Tick(BigDecimal.ZERO);
    static final Tick DAY = new Tick(BigDecimal.valueOf(86_400));
    static final Tick HOUR = new Tick(BigDecimal.valueOf(3_600));
    static final Tick MINUTE = new Tick(BigDecimal.valueOf(60));
    static final Tick SECOND = new Tick(BigDecimal.ONE);

    private static final Tick[] DECIMALS = IntStream.rangeClosed(0, 12)
            .mapToObj(digits -> new Tick(BigDecimal.ONE.movePointLeft(digits)))
            .toArray(Tick[]::new);

    /** One unit of the last of a number of decimal places. */
    static Tick ofScale(int digits) {
        return digits <= 0
                ? SECOND
                : digits < DECIMALS.length ? DECIMALS[digits] : new Tick(BigDecimal.ONE.movePointLeft(digits));
    }

    long nanos() {
        return size.movePointRight(9).longValueExact();
    }

    /** The number of decimal places. */
    int scale() {
        return Math.max(0, size.stripTrailingZeros().scale());
    }

    @Override
    public int compareTo(Tick other) {
        return size.compareTo(other.size);
    }
}
