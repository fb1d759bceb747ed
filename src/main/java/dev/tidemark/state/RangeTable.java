package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table {@code tidemark_ranges}: the ranges that are under way, one row each. A worker says here that a range is done, in
 * the transaction of its last rows; whoever planned it reads that, moves the state and deletes the row. Safe for use by many
 * threads and processes.
 */
public final class RangeTable {

    private static final int ERROR_LENGTH = 1000;

    private static final String COLUMNS =
            "source, plan, number, first_id, last_id, found, error, rows_read, rows_written, rows_unchanged,"
                    + " rows_rejected, pages";
    private static final String ONE = " where source = ? and plan = ? and number = ?";
    private static final String OPEN = ONE + " and found is null and error is null";

    private final JdbcTemplate jdbc;

    /** @param dataSource the database that holds the state; one that takes part in Spring's transactions */
    public RangeTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Creates the table when it is missing. Not to be called in a transaction. */
    public void createTable() {
        OwnTable.create(
                jdbc,
                "tidemark_ranges",
                "source varchar(255) not null, plan varchar(36) not null, number bigint not null,"
                        + " first_id varchar(1001) not null, last_id varchar(1001) not null, found varchar(4000),"
                        + " error varchar(" + ERROR_LENGTH + "), rows_read bigint, rows_written bigint,"
                        + " rows_unchanged bigint, rows_rejected bigint, pages bigint,"
                        + " primary key (source, plan, number)");
    }

    /** Forgets all ranges of a source: workers pass over them from now on. */
    public void clear(String source) {
        jdbc.update("delete from tidemark_ranges where source = ?", source);
    }

    /** Forgets all ranges of a plan. */
    public void clear(String source, String plan) {
        jdbc.update("delete from tidemark_ranges where source = ? and plan = ?", source, plan);
    }

    /** Adds a range that is to be fetched. */
    public void add(RangeTask task) {
        jdbc.update(
                "insert into tidemark_ranges (source, plan, number, first_id, last_id) values (?, ?, ?, ?, ?)",
                task.source(),
                task.plan(),
                task.number(),
                task.first(),
                task.last());
    }

    /** A range as it stands now; empty when its plan is over. */
    public Optional<RangeTask> find(String source, String plan, long number) {
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

    /** All ranges of a plan. */
    public List<RangeTask> all(String source, String plan) {
        return jdbc.query(
                "select " + COLUMNS + " from tidemark_ranges where source = ? and plan = ? order by number",
                (row, index) -> read(row),
                source,
                plan);
    }

    /** A range is done; says no when another worker was sooner, or its plan is over. */
    public boolean done(RangeTask task, ObjectNode found, RowCounts counts) {
        return jdbc.update(
                        "update tidemark_ranges set found = ?, rows_read = ?, rows_written = ?, rows_unchanged = ?,"
                                + " rows_rejected = ?, pages = ?" + OPEN,
                        found.toString(),
                        counts.read(),
                        counts.written(),
                        counts.unchanged(),
                        counts.rejected(),
                        counts.pages(),
                        task.source(),
                        task.plan(),
                        task.number())
                == 1;
    }

    /** A range failed, unless another worker has done it meanwhile. */
    public void failed(RangeTask task, String error) {
        jdbc.update(
                "update tidemark_ranges set error = ?" + OPEN,
                error.substring(0, Math.min(error.length(), ERROR_LENGTH)),
                task.source(),
                task.plan(),
                task.number());
    }

    /** A range that failed is to be fetched once more. */
    public void again(RangeTask task) {
        jdbc.update("update tidemark_ranges set error = null" + ONE, task.source(), task.plan(), task.number());
    }

    /** A range is passed. */
    public void remove(RangeTask task) {
        jdbc.update("delete from tidemark_ranges" + ONE, task.source(), task.plan(), task.number());
    }

    private static RangeTask read(ResultSet row) throws SQLException {
        String found = row.getString(6);
        return new RangeTask(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                found == null ? null : JdbcStateRepository.parse(found),
                found == null ? null : counts(row),
                row.getString(7));
    }

    private static RowCounts counts(ResultSet row) throws SQLException {
        return new RowCounts(row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11), row.getInt(12));
    }
}
