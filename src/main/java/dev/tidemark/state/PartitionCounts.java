package dev.tidemark.state;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The partitions of a source that its newest sync found, counted.
 *
 * @param byStatus how many there are in each status
 * @param due those that the sync requests: not those that were gone lately
 * @param done those of them that were requested to their end, or failed
 * @param unseen partitions that an earlier sync found, and the newest one did not
 */
public record PartitionCounts(Map<StoredPartition.Status, Long> byStatus, long due, long done, long unseen) {

    private static final PartitionCounts NONE = new PartitionCounts(Map.of(), 0, 0, 0);

    /** All partitions that the newest sync found. */
    public long total() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many are in this status. */
    public long of(StoredPartition.Status status) {
        return byStatus.getOrDefault(status, 0L);
    }

    /** The counts of all sources, by one statement. */
    static Map<String, PartitionCounts> read(JdbcTemplate jdbc) {
        Map<String, PartitionCounts> sources = new HashMap<>();
        Map<String, Instant> newest = new HashMap<>();
        jdbc.query(
                "select source, seen_at, status, count(*), sum(case when synced_at >= seen_at then 1 else 0 end) from "
                        + PartitionRow.TABLE + " group by source, seen_at, status order by source, seen_at desc",
                row -> {
                    String source = row.getString(1);
                    Instant seen = Objects.requireNonNull(PartitionRow.instant(row, 2));
                    boolean isNewest =
                            newest.computeIfAbsent(source, first -> seen).equals(seen);
                    PartitionCounts before = sources.getOrDefault(source, NONE);
                    long count = row.getLong(4);
                    sources.put(
                            source,
                            isNewest
                                    ? before.and(StoredPartition.Status.of(row.getString(3)), count, row.getLong(5))
                                    : new PartitionCounts(
                                            before.byStatus, before.due, before.done, before.unseen + count));
                });
        return sources;
    }

    private PartitionCounts and(StoredPartition.Status status, long count, long synced) {
        Map<StoredPartition.Status, Long> all = new EnumMap<>(StoredPartition.Status.class);
        all.putAll(byStatus);
        all.put(status, count);
        return new PartitionCounts(
                all, due + (status == StoredPartition.Status.GONE ? synced : count), done + synced, unseen);
    }
}
