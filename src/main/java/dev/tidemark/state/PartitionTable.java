package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.OwnTable;
import dev.tidemark.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code tidemark_partitions}: the state of each partition of a source. Reads and writes take part in the
 * transaction of the thread when the data source does. Times are stored in UTC, to the millisecond. Thread-safe, also
 * across processes.
 */
public final class PartitionTable {

    private static final int ERROR_LENGTH = 1000;

    private static final int ATTEMPTS = 3;

    private static final String TABLE = PartitionRow.TABLE;
    private static final String SELECT = "select " + PartitionRow.COLUMNS + " from " + TABLE + " where source = ?";
    private static final String BATCH = " where source = :source and partition_id in (:ids)";

    /** Never earlier than the sync that requested it, even when the clocks of two processes differ. */
    private static final String SYNCED = " synced_at = case when seen_at > ? then seen_at else ? end";

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;

    /** @param dataSource the database that holds the state; one that takes part in Spring's transactions */
    public PartitionTable(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        this.named = new NamedParameterJdbcTemplate(jdbc);
    }

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public void createTable() {
        if (OwnTable.exists(jdbc, TABLE)) {
            return;
        }
        OwnTable.create(
                jdbc,
                TABLE,
                "source varchar(255) not null, partition_id varchar(64) not null, partition_values document not null,"
                        + " state document, version bigint default 0 not null, status varchar(16) not null,"
                        + " error varchar(" + ERROR_LENGTH + "), seen_at instant not null, synced_at instant null,"
                        + " primary key (source, partition_id)");
        OwnTable.index(jdbc, TABLE, "source, seen_at, synced_at, partition_id, status");
    }

    /**
     * Records that a sync has found partitions: adds new ones, and updates the values of known ones. Must not be called in a
     * transaction.
     *
     * @param at the time of the sync, to the millisecond, by which {@link #due} finds them again
     * @param found at most 1,000, without duplicates
     */
    public void found(String source, Instant at, List<Partition> found) {
        if (found.isEmpty()) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                transaction().executeWithoutResult(status -> store(source, at, found));
                return;
            } catch (DataAccessException e) {
                // Another process may be storing the same ones.
                if (!Conflict.isCause(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void store(String source, Instant at, List<Partition> found) {
        MapSqlParameterSource batch = new MapSqlParameterSource("source", source)
                .addValue("ids", found.stream().map(Partition::id).toList())
                .addValue("at", PartitionRow.utc(at))
                .addValue("before", PartitionRow.utc(at.minusMillis(1)));
        Map<String, String> known = new HashMap<>();
        named.query("select partition_id, partition_values from " + TABLE + BATCH, batch, row -> {
            known.put(row.getString(1), row.getString(2));
        });
        List<Object[]> missing = new ArrayList<>();
        List<Object[]> changed = new ArrayList<>();
        for (Partition each : found) {
            String values = each.values().toString();
            String before = known.get(each.id());
            if (before == null) {
                missing.add(new Object[] {source, each.id(), values, PartitionRow.utc(at)});
            } else if (differs(before, values)) {
                changed.add(new Object[] {values, source, each.id()});
            }
        }
        if (!missing.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into " + TABLE
                            + " (source, partition_id, partition_values, version, status, seen_at) values (?, ?, ?, 0,"
                            + " 'new', ?)",
                    missing);
        }
        if (!changed.isEmpty()) {
            jdbc.batchUpdate(
                    "update " + TABLE + " set partition_values = ? where source = ? and partition_id = ?", changed);
        }
        if (!known.isEmpty()) {
            // A time ahead of this sync comes from another clock: it would hide the partition from this sync.
            named.update(
                    "update " + TABLE + " set seen_at = :at,"
                            + " synced_at = case when synced_at >= :at then :before else synced_at end" + BATCH,
                    batch);
        }
    }

    private static boolean differs(String before, String values) {
        return !before.equals(values) && !JdbcStateRepository.parse(before).equals(JdbcStateRepository.parse(values));
    }

    /**
     * How many partitions a sync has still to request.
     *
     * @param at the time at which it found them
     * @param goneBefore partitions that were found gone later than that are not requested
     * @param wereGone whether to count those that were gone before, or the others
     */
    public long countDue(String source, Instant at, Instant goneBefore, boolean wereGone) {
        List<Object> values = new ArrayList<>(List.of(source, PartitionRow.utc(at), PartitionRow.utc(at)));
        if (wereGone) {
            values.add(PartitionRow.utc(goneBefore));
        }
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from " + TABLE
                        + " where source = ? and seen_at = ? and (synced_at is null or synced_at < ?)"
                        + (wereGone ? " and status = 'gone' and synced_at <= ?" : " and status <> 'gone'"),
                Long.class,
                values.toArray()));
    }

    /**
     * The next partitions that a sync requests: those never requested first, then those requested longest ago. Those that
     * {@link #ended} or are {@link #gone} since the sync found them are not among them.
     *
     * @param after the last one of the call before; null for the first call
     * @param most how many to return at most
     */
    public List<StoredPartition> due(
            String source, Instant at, Instant goneBefore, @Nullable StoredPartition after, int most) {
        Instant afterTime = after == null ? null : after.syncedAt();
        String afterId = after == null ? "" : after.partition().id();
        List<StoredPartition> due = new ArrayList<>();
        if (afterTime == null) {
            // Databases differ in whether nulls are first.
            due.addAll(jdbc.query(
                    SELECT + " and seen_at = ? and synced_at is null and partition_id > ? order by partition_id limit "
                            + most,
                    PartitionRow::read,
                    source,
                    PartitionRow.utc(at),
                    afterId));
        }
        if (due.size() < most) {
            due.addAll(requestedBefore(source, at, goneBefore, afterTime, afterId, most - due.size()));
        }
        return due;
    }

    private List<StoredPartition> requestedBefore(
            String source, Instant at, Instant goneBefore, @Nullable Instant afterTime, String afterId, int most) {
        List<Object> values = new ArrayList<>(
                List.of(source, PartitionRow.utc(at), PartitionRow.utc(at), PartitionRow.utc(goneBefore)));
        if (afterTime != null) {
            values.addAll(List.of(PartitionRow.utc(afterTime), PartitionRow.utc(afterTime), afterId));
        }
        return jdbc.query(
                SELECT + " and seen_at = ? and synced_at < ? and (status <> 'gone' or synced_at <= ?)"
                        + (afterTime == null ? "" : " and synced_at >= ? and (synced_at > ? or partition_id > ?)")
                        + " order by synced_at, partition_id limit " + most,
                PartitionRow::read,
                values.toArray());
    }

    /** A partition by its id; empty when there is none. */
    public Optional<StoredPartition> find(String source, String id) {
        return jdbc.query(SELECT + " and partition_id = ?", PartitionRow::read, source, id).stream()
                .findFirst();
    }

    /** All partitions of a source, in the order of their ids. Empty also when there is no table yet. */
    public List<StoredPartition> all(String source) {
        return OwnTable.exists(jdbc, TABLE)
                ? jdbc.query(SELECT + " order by partition_id", PartitionRow::read, source)
                : List.of();
    }

    /** Some of the states that earlier syncs stored, before one at that time. */
    public List<ObjectNode> earlierStates(String source, Instant at) {
        return jdbc.query(
                "select state from " + TABLE + " where source = ? and state is not null and synced_at < ? limit 100",
                (row, number) -> JdbcStateRepository.parse(row.getString(1)),
                source,
                PartitionRow.utc(at));
    }

    /** Whether the row of a source in {@code tidemark_state} has that version: no later sync has begun. */
    public boolean isFence(String source, long version) {
        return !jdbc.queryForList(
                        "select 1 from tidemark_state where source = ? and version = ?", Integer.class, source, version)
                .isEmpty();
    }

    /**
     * Stores the state of a partition. The same checkpoint twice changes nothing.
     *
     * @param version of the state that it was made from; 0 when there was none
     * @param fence the version of the source's row in {@code tidemark_state}, which must still be stored
     * @return the version that is stored now
     * @throws StaleStateException when another version, or another fence, is stored; nothing was changed then
     */
    public long checkpoint(String source, String id, long version, long fence, ObjectNode state) {
        long next = version + 1;
        if (update(source, id, version, fence, state) || isStored(source, id, next, fence, state)) {
            return next;
        }
        throw stale(source, id, version);
    }

    private boolean update(String source, String id, long version, long fence, ObjectNode state) {
        try {
            return jdbc.update(
                            "update " + TABLE + " set state = ?, version = ?"
                                    + " where source = ? and partition_id = ? and version = ? and exists"
                                    + " (select 1 from tidemark_state where source = ? and version = ?)",
                            state.toString(),
                            version + 1,
                            source,
                            id,
                            version,
                            source,
                            fence)
                    == 1;
        } catch (DataAccessException e) {
            if (Conflict.isCause(e)) {
                throw stale(source, id, version);
            }
            throw e;
        }
    }

    private boolean isStored(String source, String id, long version, long fence, ObjectNode state) {
        return jdbc
                .queryForList(
                        "select state from " + TABLE
                                + " where source = ? and partition_id = ? and version = ? and exists"
                                + " (select 1 from tidemark_state where source = ? and version = ?)",
                        String.class,
                        source,
                        id,
                        version,
                        source,
                        fence)
                .stream()
                .anyMatch(stored -> !differs(stored, state.toString()));
    }

    private static StaleStateException stale(String source, String id, long version) {
        return new StaleStateException(
                source, "the state of its partition " + SafeText.cut(id, Partition.SHORT_ID), version);
    }

    /** Records that a partition was requested to its end, or failed, and its error; null for none. */
    public void ended(String source, String id, Instant at, @Nullable String error) {
        jdbc.update(
                "update " + TABLE + " set status = ?, error = ?," + SYNCED + " where source = ? and partition_id = ?",
                error == null ? "ok" : "failed",
                error == null ? null : SafeText.shortened(error, ERROR_LENGTH),
                PartitionRow.utc(at),
                PartitionRow.utc(at),
                source,
                id);
    }

    /** Records that the API has no such partitions. */
    public void gone(String source, Collection<String> ids, Instant at) {
        if (!ids.isEmpty()) {
            transaction()
                    .executeWithoutResult(status -> jdbc.batchUpdate(
                            "update " + TABLE + " set status = 'gone', error = null," + SYNCED
                                    + " where source = ? and partition_id = ?",
                            ids.stream()
                                    .map(id -> new Object[] {PartitionRow.utc(at), PartitionRow.utc(at), source, id})
                                    .toList()));
        }
    }

    /** Changes to partitions that are not part of a sync. */
    public PartitionChanges changes() {
        return new PartitionChanges(dataSource);
    }

    /** How many partitions of each source are in which status, by source; empty also when there is no table yet. */
    public Map<String, PartitionCounts> counts() {
        return OwnTable.exists(jdbc, TABLE) ? PartitionCounts.read(jdbc) : Map.of();
    }

    /** Partitions of a source that failed and that its newest sync found, in the order of their ids. */
    public List<StoredPartition> failed(String source, int most) {
        return jdbc.query(
                SELECT + " and status = 'failed' and seen_at = (select max(seen_at) from " + TABLE
                        + " where source = ?) order by partition_id limit " + most,
                PartitionRow::read,
                source,
                source);
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }
}
