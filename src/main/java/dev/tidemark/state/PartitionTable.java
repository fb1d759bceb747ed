package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code tidemark_partitions}: the state of each partition of a source. Reads and writes take part in the
 * transaction of the thread when the data source does. Thread-safe, also across processes.
 */
public final class PartitionTable {

    /** @param dataSource the database that holds the state; one that takes part in Spring's transactions */
    public PartitionTable(DataSource dataSource) {}

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public void createTable() {
        throw new UnsupportedOperationException();
    }

    /**
     * Records that a sync has found partitions: adds new ones, and updates the values of known ones.
     *
     * @param at the time of the sync, to the millisecond, by which {@link #due} finds them again
     * @param found at most 1,000, without duplicates
     */
    public void found(String source, Instant at, List<Partition> found) {
        throw new UnsupportedOperationException();
    }

    /**
     * How many partitions a sync requests.
     *
     * @param at the time at which it found them
     * @param goneBefore partitions that were found gone later than that are not requested
     * @param wereGone whether to count those that were gone before, or the others
     */
    public long countDue(String source, Instant at, Instant goneBefore, boolean wereGone) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next partitions that a sync requests: those never requested first, then those requested longest ago.
     *
     * @param after the last one of the call before; null for the first call
     * @param most how many to return at most
     */
    public List<StoredPartition> due(
            String source, Instant at, Instant goneBefore, @Nullable StoredPartition after, int most) {
        throw new UnsupportedOperationException();
    }

    /** A partition by its id; empty when there is none. */
    public Optional<StoredPartition> find(String source, String id) {
        throw new UnsupportedOperationException();
    }

    /** All partitions of a source, in the order of their ids. Empty also when there is no table yet. */
    public List<StoredPartition> all(String source) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** Records that a partition was requested to its end, or failed, and its error; null for none. */
    public void ended(String source, String id, Instant at, @Nullable String error) {
        throw new UnsupportedOperationException();
    }

    /** Records that the API has no such partitions. */
    public void gone(String source, Collection<String> ids, Instant at) {
        throw new UnsupportedOperationException();
    }
}
