package dev.tidemark.strategy.cursor;

import java.math.BigInteger;

/** Checks a parameter, also where a source is not checked before it starts, as in a cluster. */
public final class AtLeast {

    private AtLeast() {}

    /** @throws IllegalArgumentException when the value is smaller */
    public static int of(int least, String parameter, int value) {
        return of(least, parameter, BigInteger.valueOf(value)).intValueExact();
    }

    /** @throws IllegalArgumentException when the value is smaller */
    public static BigInteger of(int least, String parameter, BigInteger value) {
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            throw new IllegalArgumentException(parameter + " is " + value + "; it must be at least " + least);
        }
        return value;
    }
}
