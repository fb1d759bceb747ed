package dev.tidemark.strategy;

import java.math.BigDecimal;
import java.util.stream.IntStream;

/**
 * The distance between two neighbouring cursor values, which is one unit of the last digit they show.
 *
 * @param size seconds for instants, a plain number for numbers; zero or more
 */
record Step(BigDecimal size) implements Comparable<Step> {

    static final Step NONE = new Step(BigDecimal.ZERO);
    static final Step DAY = new Step(BigDecimal.valueOf(86_400));
    static final Step HOUR = new Step(BigDecimal.valueOf(3_600));
    static final Step MINUTE = new Step(BigDecimal.valueOf(60));
    static final Step SECOND = new Step(BigDecimal.ONE);

    private static final Step[] DECIMALS = IntStream.rangeClosed(0, 12)
            .mapToObj(digits -> new Step(BigDecimal.ONE.movePointLeft(digits)))
            .toArray(Step[]::new);

    /** One unit of the last of so many digits after the decimal point. */
    static Step ofScale(int digits) {
        return digits <= 0
                ? SECOND
                : digits < DECIMALS.length ? DECIMALS[digits] : new Step(BigDecimal.ONE.movePointLeft(digits));
    }

    long nanos() {
        return size.movePointRight(9).longValueExact();
    }

    /** Digits after the decimal point. */
    int scale() {
        return Math.max(0, size.stripTrailingZeros().scale());
    }

    @Override
    public int compareTo(Step other) {
        return size.compareTo(other.size);
    }
}
