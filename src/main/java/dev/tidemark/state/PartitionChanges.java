package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.OwnTable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes to the partitions of sources that are not part of a sync. After a change of states, the next checkpoint of a sync
 * in progress fails. Thread-safe, also across processes.
 */
public final class PartitionChanges {

    private static final String ONE = " where source = ? and partition_id = ?";

    private final JdbcTemplate jdbc;
    private final JdbcStateRepository states;
    private final TransactionTemplate transaction;

    PartitionChanges(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.states = new JdbcStateRepository(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** Stores states of partitions, by their ids, regardless of the stored versions: all of them or none. */
    public void set(String source, Map<String, ObjectNode> partitions) {
        change(
                source,
                "update " + PartitionRow.TABLE + " set state = ?, version = version + 1" + ONE,
                partitions.entrySet().stream()
                        .map(each -> new Object[] {each.getValue().toString(), source, each.getKey()})
                        .toList());
    }

    /** Removes the state of a partition: the next sync requests it as if it were new. */
    public void reset(String source, String id) {
        List<Object[]> one = new ArrayList<>();
        one.add(new Object[] {source, id});
        change(
                source,
                "update " + PartitionRow.TABLE
                        + " set state = null, version = version + 1, status = 'new', error = null,"
                        + " synced_at = null" + ONE,
                one);
    }

    private void change(String source, String statement, List<Object[]> values) {
        transaction.executeWithoutResult(status -> {
            states.find(source).ifPresent(fence -> states.setAll(Map.of(source, fence)));
            jdbc.batchUpdate(statement, values);
        });
    }

    /**
     * Stores the states of sources, with all of their partitions, in place of what is stored: all of them or none.
     *
     * @param partitions by source; a source that is not in it loses those that are stored
     */
    public void replace(Map<String, StoredState> sources, Map<String, List<StoredPartition>> partitions) {
        if (!partitions.isEmpty()) {
            states.partitions().createTable();
        }
        boolean hasTable = OwnTable.exists(jdbc, PartitionRow.TABLE);
        transaction.executeWithoutResult(status -> {
            states.setAll(sources);
            if (hasTable) {
                sources.keySet().forEach(source -> {
                    jdbc.update("delete from " + PartitionRow.TABLE + " where source = ?", source);
                    insert(source, partitions.getOrDefault(source, List.of()));
                });
            }
        });
    }

    private void insert(String source, List<StoredPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "insert into " + PartitionRow.TABLE + " (source, " + PartitionRow.COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                partitions.stream()
                        .map(each -> new @Nullable Object[] {
                            source,
                            each.partition().id(),
                            each.partition().values().toString(),
                            each.state() == null ? null : each.state().toString(),
                            each.version(),
                            each.status().word(),
                            each.error(),
                            PartitionRow.utc(each.seenAt()),
                            each.syncedAt() == null ? null : PartitionRow.utc(each.syncedAt())
                        })
                        .toList());
    }

    /**
     * Removes partitions that no sync has found for some time, but none that the newest sync found. Rows of the destination
     * stay.
     *
     * @return how many were removed
     */
    public int prune(String source, Instant seenBefore) {
        if (!OwnTable.exists(jdbc, PartitionRow.TABLE)) {
            return 0;
        }
        // MySQL cannot delete from a table that a part of the same statement reads.
        LocalDateTime newest = jdbc.queryForObject(
                "select max(seen_at) from " + PartitionRow.TABLE + " where source = ?", LocalDateTime.class, source);
        return newest == null
                ? 0
                : jdbc.update(
                        "delete from " + PartitionRow.TABLE + " where source = ? and seen_at < ? and seen_at < ?",
                        source,
                        newest,
                        PartitionRow.utc(seenBefore));
    }
}
