package dev.tidemark.observe;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.PartitionCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncLease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the status of sources from the tables that all processes share. Not thread-safe. */
public final class StatusReader {

    private final JdbcStateRepository states;
    private final LeaseTable leases;
    private final RecentSyncs syncs;
    private final RejectCounts rejects;
    private boolean created;

    /** A reader of these tables. It creates missing tables. */
    public StatusReader(JdbcStateRepository states, SyncHistory history, LeaseTable leases, RejectCounts rejects) {
        this.states = states;
        this.leases = leases;
        this.syncs = new RecentSyncs(history);
        this.rejects = rejects;
    }

    /** The status of these sources at a time. */
    public List<SourceStatus> read(List<WatchedSource> sources, Instant now) {
        if (!created) {
            states.createTable();
            created = true;
        }
        Map<String, SourceHistory> histories = syncs.read(sources);
        Map<String, StoredState> stored = states.all();
        Map<String, SyncLease> holders = leases.holders();
        Map<String, Long> waiting = rejects.bySource(now);
        Map<String, PartitionCounts> partitions = states.partitions().counts();
        return sources.stream()
                .map(source -> new SourceStatus(
                        source,
                        histories.getOrDefault(source.name(), SourceHistory.NONE),
                        source.reached(stored.get(source.name())),
                        holders.get(source.name()),
                        waiting == null ? null : waiting.getOrDefault(source.name(), 0L),
                        partitions(source.name(), partitions.get(source.name())),
                        now))
                .toList();
    }

    private @Nullable PartitionStatus partitions(String source, @Nullable PartitionCounts counts) {
        if (counts == null) {
            return null;
        }
        boolean hasFailed = counts.of(StoredPartition.Status.FAILED) > 0;
        return new PartitionStatus(
                counts, hasFailed ? states.partitions().failed(source, PartitionStatus.NAMED) : List.of());
    }
}
