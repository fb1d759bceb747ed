package dev.tidemark.playground;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The initial users of a playground. One is created in each hour up to a fixed hour, and updated 0 to 60 minutes later.
 * Both times have random seconds, so that the order of {@code updatedAt} differs from the order of creation.
 */
final class FirstUsers {

    static final long LAST_HOUR = Instant.parse("2024-12-31T23:00:00Z").getEpochSecond();
    static final int HOUR = 3600;

    /** Less than a page of the practice API, so that a client can always read a complete tie. */
    private static final int TIE = 40;

    private FirstUsers() {}

    static UserSnapshot make(PlaygroundOptions options, UserText text) {
        int records = options.records();
        long[] createdAt = new long[records];
        long[] updatedAt = new long[records];
        for (int slot = 0; slot < records; slot++) {
            long hour = LAST_HOUR - (long) (records - 1 - slot) * HOUR;
            createdAt[slot] = hour + BitMixer.below(HOUR, options.seed() + 3, slot);
            updatedAt[slot] = createdAt[slot] + BitMixer.below(HOUR + 1, options.seed() + 4, slot);
        }
        if (options.ties()) {
            tie(updatedAt);
        }
        return new UserSnapshot(order(updatedAt, text), createdAt, updatedAt, new int[records]);
    }

    private static void tie(long[] updatedAt) {
        for (int start = 0; start < updatedAt.length; start += TIE) {
            int end = Math.min(start + TIE, updatedAt.length);
            Arrays.fill(updatedAt, start, end, updatedAt[end - 1]);
        }
    }

    private static int[] order(long[] updatedAt, UserText text) {
        Comparator<Integer> byUpdate = Comparator.comparingLong(slot -> updatedAt[slot]);
        return IntStream.range(0, updatedAt.length)
                .boxed()
                .sorted(byUpdate.thenComparing(text.byId()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
