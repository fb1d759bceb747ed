package dev.tidemark.sync;

import dev.tidemark.state.Partition;
import dev.tidemark.state.StoredPartition;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The partitions of a sync that records nothing. Not thread-safe; confined to the sync's thread. */
final class ListedPartitions implements PartitionPlan.Due {

    private final List<Partition> all;
    private final Iterator<Partition> rest;
    private final Function<String, Optional<StoredPartition>> stored;

    /** @param stored finds a partition by its id, if earlier syncs have recorded it */
    ListedPartitions(List<Partition> all, Function<String, Optional<StoredPartition>> stored) {
        this.all = all;
        this.rest = all.iterator();
        this.stored = stored;
    }

    @Override
    public long count(boolean wereGone) {
        return wereGone ? 0 : all.size();
    }

    @Override
    public void gone(List<String> ids) {}

    @Override
    public boolean hasNext() {
        return rest.hasNext();
    }

    @Override
    public StoredPartition next() {
        Partition partition = rest.next();
        StoredPartition before = stored.apply(partition.id()).orElse(null);
        return new StoredPartition(
                partition,
                before == null ? null : before.state(),
                before == null ? 0 : before.version(),
                StoredPartition.Status.NEW,
                null,
                Instant.EPOCH,
                null);
    }
}
