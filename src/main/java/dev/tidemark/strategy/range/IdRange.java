package dev.tidemark.strategy.range;

import dev.tidemark.strategy.WorkUnit;
import java.math.BigInteger;

/** Ids from the first to the last, inclusive. */
record IdRange(BigInteger first, BigInteger last) {

    static IdRange of(WorkUnit range) {
        return new IdRange(new BigInteger(range.first()), new BigInteger(range.last()));
    }

    WorkUnit planned() {
        return new WorkUnit(first.toString(), last.toString());
    }
}
