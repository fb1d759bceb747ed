package dev.tidemark.playground;

import java.time.Duration;

/**
 * The options of a {@link Playground}. Two playgrounds with equal options give identical responses, byte for byte.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param records the number of users; a tenth of it is the number of the shop's customers
 * @param seed the seed of all generated values
 * @param ties whether users share their {@code updatedAt} in groups
 * @param gaps whether long runs of user numbers are missing
 * @param latency the delay of each response
 * @param rateLimit the number of requests allowed at once, refilled every 10 seconds; others get the status 429; 0 for no limit
 */
public record PlaygroundOptions(
        int port, int records, long seed, boolean ties, boolean gaps, Duration latency, int rateLimit) {

    static final int MAX_RECORDS = 10_000_000;
    private static final Duration MAX_LATENCY = Duration.ofMinutes(10);

    /** Refuses values out of range with an {@link IllegalArgumentException} that names the range. */
    public PlaygroundOptions {
        requireRange("port", port, 0, 65_535);
        requireRange("records", records, 0, MAX_RECORDS);
        requireRange("rateLimit", rateLimit, 0, 1_000_000);
        if (latency.isNegative() || latency.compareTo(MAX_LATENCY) > 0) {
            throw new IllegalArgumentException("latency must be between 0s and 10m, not " + latency);
        }
    }

    /** Port 5001, 200 records, a fixed seed, no ties, gaps, latency or rate limit. */
    public static PlaygroundOptions defaults() {
        return new PlaygroundOptions(5001, 200, 20_250_101L, false, false, Duration.ZERO, 0);
    }

    public PlaygroundOptions withPort(int newPort) {
        return new PlaygroundOptions(newPort, records, seed, ties, gaps, latency, rateLimit);
    }

    public PlaygroundOptions withRecords(int newRecords) {
        return new PlaygroundOptions(port, newRecords, seed, ties, gaps, latency, rateLimit);
    }

    public PlaygroundOptions withSeed(long newSeed) {
        return new PlaygroundOptions(port, records, newSeed, ties, gaps, latency, rateLimit);
    }

    public PlaygroundOptions withTies(boolean newTies) {
        return new PlaygroundOptions(port, records, seed, newTies, gaps, latency, rateLimit);
    }

    public PlaygroundOptions withGaps(boolean newGaps) {
        return new PlaygroundOptions(port, records, seed, ties, newGaps, latency, rateLimit);
    }

    public PlaygroundOptions withLatency(Duration newLatency) {
        return new PlaygroundOptions(port, records, seed, ties, gaps, newLatency, rateLimit);
    }

    public PlaygroundOptions withRateLimit(int newRateLimit) {
        return new PlaygroundOptions(port, records, seed, ties, gaps, latency, newRateLimit);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ", not " + value);
        }
    }
}
