package dev.tidemark.strategy.range;

import java.math.BigInteger;

/** Ids from the first to the last, inclusive. */
record IdRange(BigInteger first, BigInteger last) {

    static IdRange of(PlannedRange range) {
        return new IdRange(new BigInteger(range.first()), new BigInteger(range.last()));
    }

    PlannedRange planned() {
        return new PlannedRange(first.toString(), last.toString());
    }
}
