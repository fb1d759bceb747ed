package dev.tidemark.playground;

import java.time.Duration;

/**
 * How a {@link Playground} behaves. Two playgrounds with equal options give the same answers, byte for byte.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param records how many users there are
 * @param seed what every generated value derives from
 * @param ties whether users share their {@code updatedAt} in groups
 * @param gaps whether long runs of user numbers are missing
 * @param latency how long each answer is held back
 * @param rateLimit whether requests are limited, answering 429 beyond
 * @param capacity how many requests the rate limit lets through at once; as many more come free every 10 seconds
 */
public record PlaygroundOptions(
        int port,
        int records,
        long seed,
        boolean ties,
        boolean gaps,
        Duration latency,
        boolean rateLimit,
        int capacity) {

    static final int MAX_RECORDS = 10_000_000;
    private static final Duration MAX_LATENCY = Duration.ofMinutes(10);

    /** Refuses values out of range with an {@link IllegalArgumentException} naming the range. */
    public PlaygroundOptions {
        requireRange("port", port, 0, 65_535);
        requireRange("records", records, 0, MAX_RECORDS);
        requireRange("capacity", capacity, 1, 1_000_000);
        if (latency.isNegative() || latency.compareTo(MAX_LATENCY) > 0) {
            throw new IllegalArgumentException("latency must be between 0s and 10m, not " + latency);
        }
    }

    /** Port 5001, 200 records, a fixed seed, no ties, gaps, latency or rate limit; capacity 20 if limited. */
    public static PlaygroundOptions defaults() {
        return new PlaygroundOptions(5001, 200, 20_250_101L, false, false, Duration.ZERO, false, 20);
    }

    public PlaygroundOptions withPort(int newPort) {
        return new PlaygroundOptions(newPort, records, seed, ties, gaps, latency, rateLimit, capacity);
    }

    public PlaygroundOptions withRecords(int newRecords) {
        return new PlaygroundOptions(port, newRecords, seed, ties, gaps, latency, rateLimit, capacity);
    }

    public PlaygroundOptions withSeed(long newSeed) {
        return new PlaygroundOptions(port, records, newSeed, ties, gaps, latency, rateLimit, capacity);
    }

    public PlaygroundOptions withTies(boolean newTies) {
        return new PlaygroundOptions(port, records, seed, newTies, gaps, latency, rateLimit, capacity);
    }

    public PlaygroundOptions withGaps(boolean newGaps) {
        return new PlaygroundOptions(port, records, seed, ties, newGaps, latency, rateLimit, capacity);
    }

    public PlaygroundOptions withLatency(Duration newLatency) {
        return new PlaygroundOptions(port, records, seed, ties, gaps, newLatency, rateLimit, capacity);
    }

    public PlaygroundOptions withRateLimit(boolean newRateLimit) {
        return new PlaygroundOptions(port, records, seed, ties, gaps, latency, newRateLimit, capacity);
    }

    public PlaygroundOptions withCapacity(int newCapacity) {
        return new PlaygroundOptions(port, records, seed, ties, gaps, latency, rateLimit, newCapacity);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ", not " + value);
        }
    }
}
