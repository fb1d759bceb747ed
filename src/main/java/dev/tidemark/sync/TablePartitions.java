package dev.tidemark.sync;

import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.StoredPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The partitions that a sync found, read from their table a few at a time. Not thread-safe; confined to the sync's thread. */
final class TablePartitions implements PartitionPlan.Due {

    private static final int BATCH = 200;

    /** How often a parent that the API does not have is requested again. */
    private static final Duration GONE_PAUSE = Duration.ofDays(1);

    private final PartitionTable table;
    private final String source;
    private final Instant at;
    private final Instant goneBefore;
    private final Queue<StoredPartition> ahead = new ArrayDeque<>();
    private @Nullable StoredPartition last;
    private boolean exhausted;

    /** @param at when the sync began, which the table has for the partitions that it found */
    TablePartitions(PartitionTable table, String source, Instant at) {
        this.table = table;
        this.source = source;
        this.at = at;
        this.goneBefore = at.minus(GONE_PAUSE);
    }

    @Override
    public long count(boolean wereGone) {
        return table.countDue(source, at, goneBefore, wereGone);
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty() && !exhausted) {
            List<StoredPartition> more = table.due(source, at, goneBefore, last, BATCH);
            exhausted = more.isEmpty();
            last = more.isEmpty() ? last : more.get(more.size() - 1);
            ahead.addAll(more);
        }
        return !ahead.isEmpty();
    }

    @Override
    public StoredPartition next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ahead.remove();
    }

    @Override
    public void gone(List<String> ids) {
        table.gone(source, ids, at);
    }
}
