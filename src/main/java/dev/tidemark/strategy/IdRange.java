package dev.tidemark.strategy;

import java.math.BigInteger;

/** Ids from the first to the last, both included. */
public record IdRange(BigInteger first, BigInteger last) {

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
