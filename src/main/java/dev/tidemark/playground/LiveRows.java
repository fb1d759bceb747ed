package dev.tidemark.playground;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A few rows that change while they are read. When the clock has moved on since the last change, a tenth of them change
 * before a call is answered; and a quarter of the rows of each answer, rounded down, change after they were put in
 * order, so the answer can be out of order. As only part of an answer changes, a client that asks until nothing is new
 * comes to an end.
 */
final class LiveRows {

    private final Clock clock;
    private final SplittableRandom random;
    private final List<LiveRow> rows = new ArrayList<>();
    private long newest;

    /** Rows numbered from 1, one created in each hour, the last in the last hour of the users. */
    LiveRows(int count, long seed, Clock clock) {
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        for (int number = 1; number <= count; number++) {
            long createdAt = FirstUsers.LAST_HOUR - (long) (count - number) * FirstUsers.HOUR;
            long updatedAt = createdAt + Mix.below(FirstUsers.HOUR, seed, number);
            rows.add(new LiveRow(number, createdAt, updatedAt, 0));
            newest = Math.max(newest, updatedAt);
        }
    }

    synchronized List<LiveRow> read(Predicate<LiveRow> wanted, Comparator<LiveRow> order) {
        if (clock.instant().getEpochSecond() > newest) {
            touch(rows, Math.max(1, rows.size() / 10));
        }
        List<LiveRow> found = rows.stream().filter(wanted).sorted(order).toList();
        touch(found, found.size() / 4);
        return found.stream().map(row -> rows.get(row.number() - 1)).toList();
    }

    private void touch(List<LiveRow> candidates, int n) {
        int[] numbers = candidates.stream().mapToInt(LiveRow::number).toArray();
        int[] chosen = Choice.of(numbers, n, random).chosen();
        if (chosen.length > 0) {
            newest = Math.max(clock.instant().getEpochSecond(), newest + 1);
            for (int number : chosen) {
                rows.set(number - 1, rows.get(number - 1).touched(newest));
            }
        }
    }
}
