package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.OwnTable;
import dev.tidemark.text.SafeText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code tidemark_ranges}: the work units in progress, one row each. A worker marks a unit as done in the transaction
 * of its last rows. The planner reads that, advances the state and deletes the row. Thread-safe, also across processes.
 */
public final class UnitTable {

    private static final int ERROR_LENGTH = 1000;

    private static final String COLUMNS =
            "source, plan, number, begins_at, ends_at, found, error, stopped, rows_read, rows_written, rows_unchanged,"
                    + " rows_rejected, pages, worker, claims, rows_filtered";
    private static final String ONE = " where source = ? and plan = ? and number = ?";
    private static final String OPEN = ONE + " and found is null and error is null";

    private static final String SET_COUNTS =
            ", rows_read = ?, rows_written = ?, rows_unchanged = ?, rows_rejected = ?, rows_filtered = ?, pages = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** @param dataSource the database that holds the state; one that takes part in Spring's transactions */
    public UnitTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public void createTable() {
        OwnTable.create(
                jdbc,
                "tidemark_ranges",
                "source varchar(255) not null, plan varchar(36) not null, number bigint not null,"
                        + " begins_at varchar(4000) not null, ends_at varchar(4000) not null, found varchar(4000),"
                        + " error varchar(" + ERROR_LENGTH + "), stopped integer default 0 not null,"
                        + " rows_read bigint, rows_written bigint,"
                        + " rows_unchanged bigint, rows_rejected bigint, pages bigint, worker varchar(36),"
                        + " claims integer default 0 not null, chunks integer default 0 not null,"
                        + " rows_filtered bigint,"
                        + " primary key (source, plan, number)");
        OwnTable.addColumn(jdbc, "tidemark_ranges", "rows_filtered", "bigint");
    }

    /** Removes all units of a source: workers skip them from now on. */
    public void clear(String source) {
        jdbc.update("delete from tidemark_ranges where source = ?", source);
    }

    /** Removes all units of a plan. */
    public void clear(String source, String plan) {
        jdbc.update("delete from tidemark_ranges where source = ? and plan = ?", source, plan);
    }

    /** Adds units to fetch, all or none. */
    public void add(List<UnitTask> tasks) {
        batch(
                "insert into tidemark_ranges (source, plan, number, begins_at, ends_at) values (?, ?, ?, ?, ?)",
                tasks.stream()
                        .map(task ->
                                new Object[] {task.source(), task.plan(), task.number(), task.first(), task.last()})
                        .toList());
    }

    /** The current row of a unit; empty when its plan has ended. */
    public Optional<UnitTask> find(String source, String plan, long number) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from tidemark_ranges" + ONE,
                        (row, index) -> read(row),
                        source,
                        plan,
                        number)
                .stream()
                .findFirst();
    }

    /** All units of a plan. */
    public List<UnitTask> all(String source, String plan) {
        return jdbc.query(
                "select " + COLUMNS + " from tidemark_ranges where source = ? and plan = ? order by number",
                (row, index) -> read(row),
                source,
                plan);
    }

    /**
     * Claims a unit: its previous worker cannot write further rows of it, so the rows written last were also read last.
     *
     * @param worker unique
     * @return false when it is done, or its plan has ended
     */
    public boolean claim(String source, String plan, long number, String worker) {
        return jdbc.update(
                        "update tidemark_ranges set worker = ?, claims = claims + 1" + OPEN,
                        worker,
                        source,
                        plan,
                        number)
                == 1;
    }

    /** Records that rows of a unit are written, not the last ones; false when it no longer belongs to the worker. */
    public boolean heartbeat(UnitTask task) {
        return jdbc.update(
                        "update tidemark_ranges set chunks = chunks + 1" + OPEN + " and worker = ?",
                        own(task).toArray())
                == 1;
    }

    /** Records that a unit is done, with its last rows; false when it no longer belongs to the worker. */
    public boolean done(UnitTask task, ObjectNode found, RowCounts counts) {
        List<Object> all = new ArrayList<>(List.of(found.toString()));
        all.addAll(values(counts));
        all.addAll(own(task));
        return jdbc.update(
                        "update tidemark_ranges set found = ?" + SET_COUNTS + OPEN + " and worker = ?", all.toArray())
                == 1;
    }

    private static List<Object> own(UnitTask task) {
        return List.of(
                task.source(),
                task.plan(),
                task.number(),
                Objects.requireNonNull(task.progress().worker(), "no worker has claimed it"));
    }

    /**
     * Records that a unit failed, unless it no longer belongs to the worker.
     *
     * @param failure what that means for the others
     * @param counts of the rows that it has read and written before
     * @return false when it does not belong to it
     */
    public boolean failed(UnitTask task, String error, UnitTask.Failure failure, RowCounts counts) {
        List<Object> values = new ArrayList<>(List.of(SafeText.shortened(error, ERROR_LENGTH), failure.code));
        values.addAll(values(counts));
        values.addAll(own(task));
        return jdbc.update(
                        "update tidemark_ranges set error = ?, stopped = ?" + SET_COUNTS + OPEN + " and worker = ?",
                        values.toArray())
                == 1;
    }

    private static List<Object> values(RowCounts counts) {
        return List.of(
                counts.read(),
                counts.written(),
                counts.unchanged(),
                counts.rejected(),
                counts.filtered(),
                counts.pages());
    }

    /** Lets a failed unit be fetched again. */
    public void again(UnitTask task) {
        jdbc.update(
                "update tidemark_ranges set error = null, stopped = 0, worker = null, claims = 0, rows_read = null"
                        + ONE,
                task.source(),
                task.plan(),
                task.number());
    }

    /** Removes units that the state has moved past. */
    public void remove(List<UnitTask> tasks) {
        batch(
                "delete from tidemark_ranges" + ONE,
                tasks.stream()
                        .map(task -> new Object[] {task.source(), task.plan(), task.number()})
                        .toList());
    }

    private void batch(String sql, List<Object[]> rows) {
        if (!rows.isEmpty()) {
            inTransaction(() -> jdbc.batchUpdate(sql, rows));
        }
    }

    /** Runs what reads and writes this table, and others of its database, in one transaction. */
    public void inTransaction(Runnable statements) {
        transactions.executeWithoutResult(status -> statements.run());
    }

    private static UnitTask read(ResultSet row) throws SQLException {
        String found = row.getString(6);
        return new UnitTask(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                new UnitTask.Progress(
                        found == null ? null : JdbcStateRepository.parse(found),
                        row.getObject(9) == null ? null : counts(row),
                        row.getString(7),
                        row.getString(7) == null ? null : UnitTask.Failure.of(row.getInt(8)),
                        row.getString(14),
                        row.getInt(15)));
    }

    private static RowCounts counts(ResultSet row) throws SQLException {
        return new RowCounts(
                row.getLong(9), row.getLong(10), row.getLong(11), row.getLong(12), row.getLong(16), row.getInt(13));
    }
}
