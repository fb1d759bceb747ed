package dev.tidemark.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to write a chunk: the rows still to be written, and the outcome of the others. Not thread-safe; confined to
 * the sync's thread.
 */
final class ChunkWrite {

    private static final int FEW = 10;

    private final TableSpec table;
    private final Dialect dialect;
    private final Adjustments adjustments;
    private final double maxRejectRatio;
    private final List<Child> children;
    private final RecordBatches batches;
    private final List<Rows.Reject> rejects = new ArrayList<>();
    /** Rows that a rollback would undo, for databases without savepoints. */
    private final List<Rows.Row> inTransaction = new ArrayList<>();

    /** Rows that were not tried yet. */
    private List<Rows.Row> fresh = List.of();

    private NewestRows newest;
    private FailedRowSearch rowSearch = new FailedRowSearch(List.of());
    private List<Rows.Row> slice = List.of();
    private @Nullable List<Rows.Row> raced;
    private @Nullable Savepoint savepoint;
    private List<String> rejectIds = List.of();
    private int refused;
    private long records;
    private long written;

    ChunkWrite(
            TableSpec table,
            Dialect dialect,
            Adjustments adjustments,
            double maxRejectRatio,
            List<Child> children,
            List<Map<String, @Nullable Object>> first,
            RecordBatches batches) {
        this.table = table;
        this.dialect = dialect;
        this.adjustments = adjustments;
        this.maxRejectRatio = maxRejectRatio;
        this.children = children;
        this.batches = batches;
        this.newest = new NewestRows(table);
        addBatch(first);
    }

    TableSpec table() {
        return adjustments.isVersionCut() ? table.withCutVersions() : table;
    }

    List<Child> children() {
        return children;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean hasNext() {
        while (fresh.isEmpty() && !rowSearch.hasNext() && batches.hasNext()) {
            addBatch(batches.next());
        }
        return !fresh.isEmpty() || rowSearch.hasNext();
    }

    void next(Connection connection) throws SQLException {
        if (!fresh.isEmpty()) {
            newest = new NewestRows(table);
            rowSearch =
                    new FailedRowSearch(new EqualKeys(dialect, table).merged(connection, fresh, newest, this::reject));
            fresh = List.of();
        }
        slice = rowSearch.next();
        savepoint = dialect.hasSavepoints() ? connection.setSavepoint() : null;
    }

    List<Rows.Row> slice() {
        return slice;
    }

    /** Handles a slice that was written: writes its children too. */
    void sliceWritten(Connection connection, int count) throws SQLException {
        int rows = dialect.written(connection, slice.size(), count);
        new ChildWriter(table(), dialect, children).write(connection, slice);
        written += rows;
        rowSearch.written();
        if (savepoint == null) {
            inTransaction.addAll(slice);
        } else {
            connection.releaseSavepoint(savepoint);
        }
    }

    /** Handles a slice that the database refused because of its rows. */
    void sliceRefused(Connection connection, SQLException refusal) throws SQLException {
        if (savepoint != null) {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
        } else {
            connection.rollback();
            rowSearch.undone(inTransaction);
            inTransaction.clear();
            written = 0;
        }
        if (dialect.isRace(refusal) && !slice.equals(raced)) {
            raced = slice;
            return;
        }
        List<Rows.Row> refused = slice;
        if (rowSearch.refused()) {
            reject(refused.get(0), refusal);
            Rows.Row replacement = newest.insteadOf(refused.get(0));
            if (replacement != null) {
                rowSearch.add(replacement);
            }
        }
    }

    private void reject(Rows.Row row, SQLException refusal) {
        if (refusal instanceof ChildRefusal child) {
            rejects.add(new Rows.Reject(
                    row.record(),
                    "the database refused one of its rows in the child table " + child.table() + ": "
                            + dialect.reason(child)));
            requireFewRejects();
            return;
        }
        Map<Column, String> values = RefusedValues.of(dialect, table, row, refusal);
        values.keySet().forEach(column -> adjustments.misfit(table, column));
        rejects.add(new Rows.Reject(
                row.record(), "the database refused it: " + dialect.reason(refusal) + RefusedValues.text(values)));
        requireFewRejects();
    }

    /**
     * Stops when too many records were rejected: the cause is then unlikely to be the records.
     *
     * @throws IllegalStateException when at least ten records, and more than the allowed share, were rejected
     */
    void requireFewRejects() {
        long all = Math.max(records, batches.known());
        if (rejects.size() >= FEW && rejects.size() > maxRejectRatio * all) {
            throw new IllegalStateException(rejects.size() + " of " + all + " records cannot be written to "
                    + table.name() + ", more than maxRejectRatio (" + maxRejectRatio
                    + ") allows, so no record was written; the first reason: "
                    + rejects.get(0).reason());
        }
    }

    List<Rows.Reject> rejects() {
        return rejects;
    }

    /** Reports that its rejects were stored under these ids. */
    void rejected(List<String> ids) {
        rejectIds = ids;
    }

    List<String> rejectIds() {
        return rejectIds;
    }

    long written() {
        return written;
    }

    /** Rows that were in the table already, and records that were replaced by a newer record with the same key. */
    long unchanged() {
        return records - rejects.size() - written;
    }

    private void addBatch(List<Map<String, @Nullable Object>> batch) {
        List<Rows.Reject> alreadyRefused =
                batches.refused().subList(refused, batches.refused().size());
        refused += alreadyRefused.size();
        rejects.addAll(alreadyRefused);
        records += batch.size() + alreadyRefused.size();
        Rows rows = new Rows(table, dialect, adjustments, ChildRows.of(children, dialect, adjustments));
        batch.forEach(rows::add);
        rejects.addAll(rows.rejects());
        fresh = rows.rows();
    }
}
