package dev.tidemark.playground;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A few rows that change while they are read. When a call starts from the same point as the previous one, as in a client's
 * next sync, a tenth of the rows changes first. In each response, a quarter of the rows, rounded down, changes after
 * sorting, so the response may be out of order. Only part of a response changes, so a client that reads until nothing is
 * new terminates. The changes do not depend on a clock: the same calls see the same changes.
 */
final class LiveRows {

    private final Clock clock;
    private final SplittableRandom random;
    private final List<LiveRow> rows = new ArrayList<>();
    private long newest;
    private @Nullable Long previousSince;

    /** Rows numbered from 1. One is created in each hour, the last in the last hour of the users. */
    LiveRows(int count, long seed, Clock clock) {
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        for (int number = 1; number <= count; number++) {
            long createdAt = FirstUsers.LAST_HOUR - (long) (count - number) * FirstUsers.HOUR;
            long updatedAt = createdAt + BitMixer.below(FirstUsers.HOUR, seed, number);
            rows.add(new LiveRow(number, createdAt, updatedAt, 0));
            newest = Math.max(newest, updatedAt);
        }
    }

    synchronized List<LiveRow> read(long since, Predicate<LiveRow> wanted, Comparator<LiveRow> order) {
        if (previousSince != null && previousSince == since) {
            touch(rows, Math.max(1, rows.size() / 10));
        }
        previousSince = since;
        List<LiveRow> found = rows.stream().filter(wanted).sorted(order).toList();
        touch(found, found.size() / 4);
        return found.stream().map(row -> rows.get(row.number() - 1)).toList();
    }

    private void touch(List<LiveRow> candidates, int n) {
        int[] numbers = candidates.stream().mapToInt(LiveRow::number).toArray();
        int[] chosen = Sample.of(numbers, n, random).chosen();
        if (chosen.length > 0) {
            newest = Math.max(clock.instant().getEpochSecond(), newest + 1);
            for (int number : chosen) {
                rows.set(number - 1, rows.get(number - 1).touched(newest));
            }
        }
    }
}
