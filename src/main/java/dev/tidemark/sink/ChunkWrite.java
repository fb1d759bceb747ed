package dev.tidemark.sink;

import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The writing of what the sink was given: the slices still to be written, and what came of the others. A batch begins as
 * one slice; one that the database refuses is halved until the row at fault stands alone. Used by one thread.
 */
final class ChunkWrite {

    private static final String PROPERTY = "TidemarkChunkWrite";
    private static final int FEW = 10;

    private final TableSpec table;
    private final Dialect dialect;
    private final RecordBatches batches;
    private final @Nullable Object body;
    private final Deque<List<Rows.Row>> slices = new ArrayDeque<>();
    private final List<Rows.Reject> rejects = new ArrayList<>();
    private List<Rows.Row> slice = List.of();
    private @Nullable List<Rows.Row> retried;
    private @Nullable Savepoint savepoint;
    private long records;
    private long written;

    ChunkWrite(
            TableSpec table,
            Dialect dialect,
            List<Map<String, @Nullable Object>> first,
            RecordBatches batches,
            Exchange exchange) {
        this.table = table;
        this.dialect = dialect;
        this.batches = batches;
        this.body = exchange.getMessage().getBody();
        addBatch(first);
        exchange.setProperty(PROPERTY, this);
    }

    static ChunkWrite of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PROPERTY, ChunkWrite.class));
    }

    TableSpec table() {
        return table;
    }

    Dialect dialect() {
        return dialect;
    }

    /** What the sink was given. */
    @Nullable
    Object body() {
        return body;
    }

    boolean hasNext() {
        while (slices.isEmpty() && batches.hasNext()) {
            addBatch(batches.next());
        }
        return !slices.isEmpty();
    }

    void next(Savepoint before) {
        slice = slices.pop();
        savepoint = before;
    }

    List<Rows.Row> slice() {
        return slice;
    }

    Savepoint savepoint() {
        return Objects.requireNonNull(savepoint);
    }

    void sliceWritten(int rows) {
        written += rows;
    }

    /** Puts the refused slice back once; says no the second time. */
    boolean retry() {
        boolean first = slice != retried;
        if (first) {
            retried = slice;
            push(slice);
        }
        return first;
    }

    void sliceRefused(String reason) {
        if (slice.size() == 1) {
            rejects.add(new Rows.Reject(slice.get(0).record(), reason));
            return;
        }
        int half = slice.size() / 2;
        push(slice.subList(half, slice.size()));
        push(slice.subList(0, half));
    }

    /**
     * Refuses to go on when too many records were: then it is not the records that are wrong.
     *
     * @throws IllegalStateException when there are at least ten, and more than that share of all
     */
    void requireFewRejects(double maxRatio) {
        if (rejects.size() >= FEW && rejects.size() > maxRatio * records) {
            throw new IllegalStateException(rejects.size() + " of " + records + " records cannot be written to "
                    + table.name() + ", more than maxRejectRatio (" + maxRatio + ") allows, so none was; the first: "
                    + rejects.get(0).reason());
        }
    }

    List<Rows.Reject> rejects() {
        return rejects;
    }

    long written() {
        return written;
    }

    /** Rows that were in the table already, and records that a newer one of their key replaced on the way. */
    long unchanged() {
        return records - rejects.size() - written;
    }

    private void addBatch(List<Map<String, @Nullable Object>> batch) {
        records += batch.size();
        Rows rows = new Rows(table);
        batch.forEach(rows::add);
        rejects.addAll(rows.rejects());
        push(rows.rows());
    }

    private void push(List<Rows.Row> rows) {
        if (!rows.isEmpty()) {
            slices.push(rows);
        }
    }
}
