package dev.tidemark.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code tidemark_partitions}, and converts its times. */
final class PartitionRow {

    static final String TABLE = "tidemark_partitions";

    static final String COLUMNS = "partition_id, partition_values, state, version, status, error, seen_at, synced_at";

    private PartitionRow() {}

    static StoredPartition read(ResultSet row, int number) throws SQLException {
        String state = row.getString(3);
        return new StoredPartition(
                new Partition(row.getString(1), JdbcStateRepository.parse(row.getString(2))),
                state == null ? null : JdbcStateRepository.parse(state),
                row.getLong(4),
                StoredPartition.Status.of(row.getString(5)),
                row.getString(6),
                Objects.requireNonNull(instant(row, 7)),
                instant(row, 8));
    }

    /** The time as it is stored. All databases keep milliseconds, so that equal times stay equal. */
    static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
