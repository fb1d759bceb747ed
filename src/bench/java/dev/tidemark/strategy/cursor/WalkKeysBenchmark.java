package dev.tidemark.strategy.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.strategy.RecordKey;
import dev.tidemark.strategy.list.ListSegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What it takes to remember the keys of a walk, beside reading the same records without. */
class WalkKeysBenchmark {

    private static final int RECORDS = Integer.getInteger("bench.records", 10_000_000);
    private static final int PAGE = 1000;

    @Test
    void tenMillionKeysOfOneWalk() {
        Cursor from = Cursor.at("a");
        ListSegment withoutKeys = new ListSegment(from, true, new RecordKey(List.of("id")), null);
        double reference = seconds((row, cursor) -> withoutKeys.add(row, cursor), withoutKeys, Cursor.at("b"));
        ListSegment walk = new ListSegment(from, true, new RecordKey(List.of("id", "updatedAt")), null);
        double withKeys = seconds((row, cursor) -> walk.add(row, cursor), walk, from);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%d keys: %.1f s, %.2f of the %.1f s without; heap %d MB of at most %d MB%n",
                RECORDS,
                withKeys,
                withKeys / reference,
                reference,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                runtime.maxMemory() >> 20);
        assertThat(walk.keys().onTwoPages()).isZero();
    }

    private static double seconds(
            BiConsumer<Map<String, @Nullable Object>, Cursor> add, ListSegment list, Cursor cursor) {
        long start = System.nanoTime();
        for (int id = 0; id < RECORDS; id++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", id);
            row.put("updatedAt", "2024-01-15T10:00:00Z");
            row.put("name", "a name of " + id);
            add.accept(row, cursor);
            if (id % PAGE == PAGE - 1) {
                list.pageEnds(new PageCursors(null), true, null);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
