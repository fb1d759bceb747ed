package dev.tidemark.strategy;

import java.math.BigInteger;

/** A check of a parameter, also where nobody checks a source before it starts, as in a cluster. */
final class AtLeast {

    private AtLeast() {}

    /** @throws IllegalArgumentException when the value is smaller */
    static int of(int least, String parameter, int value) {
        return of(least, parameter, BigInteger.valueOf(value)).intValueExact();
    }

    /** @throws IllegalArgumentException when the value is smaller */
    static BigInteger of(int least, String parameter, BigInteger value) {
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            throw new IllegalArgumentException(parameter + " is " + value + "; it must be at least " + least);
        }
        return value;
    }
}
