package dev.tidemark.playground;

/** Deterministically mixes the seed and a number into well-distributed bits. */
final class BitMixer {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private BitMixer() {}

    static long mix(long seed, long number) {
        return scatter(scatter(seed) + number * GOLDEN_RATIO);
    }

    /** A number from 0 (inclusive) to {@code bound} (exclusive). */
    static int below(int bound, long seed, long number) {
        return (int) Long.remainderUnsigned(mix(seed, number), bound);
    }

    // The finalizer of splitmix64. It is a bijection, so distinct numbers stay distinct.
    private static long scatter(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
