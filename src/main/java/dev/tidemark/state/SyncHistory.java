package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.OwnTable;
import dev.tidemark.text.SafeText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code tidemark_syncs}: one row per sync, the newest of each source. Thread-safe, also across processes. */
public final class SyncHistory {

    private static final String SYNC = "sync";

    private static final String BACKFILL = "backfill";

    private static final int ERROR_LENGTH = 1000;

    /** The most rows to delete at a time: more than one only after the number to keep was reduced. */
    private static final int SURPLUS = 1000;

    private static final String COLUMNS = "id, source, kind, strategy, started_at, ended_at, status, rows_read,"
            + " rows_written, rows_unchanged, rows_rejected, pages, state_before, state_after, error, rows_filtered";

    private final JdbcTemplate jdbc;
    private final int keep;
    private boolean created;

    /**
     * @param dataSource the database that holds the state
     * @param keep how many syncs of a source are kept, 1 or more
     */
    public SyncHistory(DataSource dataSource, int keep) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.keep = keep;
    }

    /**
     * Adds a sync, and deletes the oldest ones of its source beyond the number to keep. Must not be called in a transaction.
     */
    public void add(SyncResult sync) {
        createTable();
        SyncStart start = sync.start();
        jdbc.update(
                "insert into tidemark_syncs (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                start.id(),
                start.source(),
                start.backfill() ? BACKFILL : SYNC,
                start.strategy(),
                utc(start.at()),
                utc(sync.ended()),
                sync.status().word(),
                sync.rowsRead(),
                sync.rowsWritten(),
                sync.rowsUnchanged(),
                sync.rowsRejected(),
                sync.pages(),
                text(start.state()),
                text(sync.state()),
                bounded(sync.error()),
                sync.rowsFiltered());
        jdbc.queryForList(
                        "select id from tidemark_syncs where source = ? order by started_at desc, id desc limit "
                                + SURPLUS + " offset " + keep,
                        String.class,
                        sync.source())
                .forEach(id -> jdbc.update("delete from tidemark_syncs where id = ?", id));
    }

    /** The start of the newest sync of each source, by source name. */
    public Map<String, Instant> newest() {
        createTable();
        Map<String, Instant> newest = new HashMap<>();
        jdbc.query("select source, max(started_at) from tidemark_syncs group by source", row -> {
            newest.put(row.getString(1), instant(row, 2));
        });
        return newest;
    }

    /** The newest syncs of a source without backfills, newest first. */
    public List<SyncResult> newest(String source, int most) {
        return newest(most, "source = ? and kind = ?", source, SYNC);
    }

    /** The newest successful sync of a source, without backfills. */
    public Optional<SyncResult> lastSuccess(String source) {
        return newest(1, "source = ? and kind = ? and status = ?", source, SYNC, SyncResult.Status.OK.word()).stream()
                .findFirst();
    }

    private List<SyncResult> newest(int most, String condition, Object... values) {
        createTable();
        return jdbc.query(
                "select " + COLUMNS + " from tidemark_syncs where " + condition
                        + " order by started_at desc, id desc limit " + most,
                (row, number) -> read(row),
                values);
    }

    private synchronized void createTable() {
        if (!created) {
            OwnTable.create(
                    jdbc,
                    "tidemark_syncs",
                    "id varchar(36) not null primary key, source varchar(255) not null, kind varchar(16) not null,"
                            + " strategy varchar(64) not null, started_at instant not null, ended_at instant not null,"
                            + " status varchar(16) not null, rows_read bigint not null, rows_written bigint not null,"
                            + " rows_unchanged bigint not null, rows_rejected bigint not null, pages bigint not null,"
                            + " state_before document, state_after document, error varchar(" + ERROR_LENGTH
                            + "), rows_filtered bigint");
            OwnTable.addColumn(jdbc, "tidemark_syncs", "rows_filtered", "bigint");
            OwnTable.takeLimitOff(jdbc, "tidemark_syncs", "state_before", false);
            OwnTable.takeLimitOff(jdbc, "tidemark_syncs", "state_after", false);
            OwnTable.index(jdbc, "tidemark_syncs", "source, started_at");
            created = true;
        }
    }

    private static SyncResult read(ResultSet row) throws SQLException {
        Instant at = instant(row, 5);
        SyncStart start = new SyncStart(
                row.getString(1),
                row.getString(2),
                row.getString(4),
                at,
                0,
                state(row, 13),
                row.getString(3).equals(BACKFILL));
        return new SyncResult(
                start,
                SyncResult.Status.of(row.getString(7)),
                new RowCounts(
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(16),
                        row.getInt(12)),
                state(row, 14),
                Duration.between(at, instant(row, 6)).toMillis() / 1000.0,
                row.getString(15),
                List.of());
    }

    private static @Nullable ObjectNode state(ResultSet row, int column) throws SQLException {
        String state = row.getString(column);
        try {
            return state == null ? null : JdbcStateRepository.parse(state);
        } catch (IllegalArgumentException e) {
            // Someone has edited it. The status of the source does not depend on it, but for the lag.
            return null;
        }
    }

    private static @Nullable String text(@Nullable ObjectNode state) {
        return state == null ? null : state.toString();
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable String bounded(@Nullable String error) {
        return error == null ? null : SafeText.shortened(error, ERROR_LENGTH);
    }
}
