package dev.tidemark.strategy.contract;

import java.util.Comparator;
import java.util.SplittableRandom;

/** How a server orders records that are equal in what it sorts by. */
enum Ties {
    BY_ID,
    /** Any way, but the same way at each request for the same slots: pages overlap and skip, each time alike. */
    FIXED,
    /** Another way at each request. */
    SHIFTING;

    /**
     * The order of ties in one response.
     *
     * @param offset the first slot that is asked for
     * @param size how many slots are
     * @param responses how many the server has given so far
     */
    Comparator<Item> order(int offset, int size, int responses) {
        return switch (this) {
            case BY_ID -> Comparator.comparingInt(Item::id);
            case FIXED -> byChance(offset * 1009L + size);
            case SHIFTING -> byChance(responses);
        };
    }

    private static Comparator<Item> byChance(long seed) {
        return Comparator.comparingLong(item -> new SplittableRandom(seed * 100_003 + item.id()).nextLong());
    }
}
