package dev.tidemark.sink;

import dev.tidemark.database.SessionDataSource;
import dev.tidemark.jdbc.NamedDatabase;
import dev.tidemark.row.FieldPath;
import dev.tidemark.state.RowCounts;
import dev.tidemark.sync.CheckedSink;
import dev.tidemark.sync.SyncRun;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/** The first and the last step of the sink's route. There is one instance per use of the sink. */
public final class TableSink implements CheckedSink {

    /** The source name in the table of rejects for records from another kind of route. */
    static final String NO_SOURCE = "jdbc-upsert-sink";

    static final String LEFT_OUT =
            "the table has no writable columns for them (schemaEvolution is none, or the database computes them)";

    private String table = "";
    private SinkColumns columns = SinkColumns.DEFAULT;
    private Adjustments adjustments = new Adjustments("cut");
    private @Nullable SchemaEvolution evolution;
    private double maxRejectRatio = 0.1;
    private boolean flat;
    private String childTables = "";
    private String childColumns = "";
    private @Nullable DataSource dataSource;
    private @Nullable DataSource outside;
    private @Nullable RejectTable rejectTable;
    private @Nullable SinkTables tables;
    private final FieldDrift fields = new FieldDrift();

    /** The table's name; a dot separates the schema. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns that identify a row, or paths to the fields that do, separated by commas. */
    public void setPrimaryKey(String primaryKey) {
        columns = columns.withKey(primaryKey);
    }

    /** {@code name:TYPE, name=field:TYPE, ...}; empty to infer them from the records. */
    public void setColumns(String columns) {
        this.columns = this.columns.withColumns(columns);
    }

    /**
     * The column that orders rows as older and newer, or the path to its field; empty for the source's cursor field, when
     * that is a column.
     */
    public void setVersionColumn(String versionColumn) {
        columns = columns.withVersion(versionColumn);
    }

    /**
     * {@code cut} or {@code reject}: the handling of a time with more fractional digits of a second than its column keeps.
     */
    public void setExcessPrecision(String excessPrecision) {
        this.adjustments = new Adjustments(excessPrecision);
    }

    /** {@code none}, {@code add} or {@code widen}: the changes allowed in the table; empty to decide by who created it. */
    public void setSchemaEvolution(String schemaEvolution) {
        this.evolution = SchemaEvolution.of(schemaEvolution);
    }

    /** The share of a chunk's records that may be rejected. With ten or more rejects, a larger share fails the chunk. */
    public void setMaxRejectRatio(double maxRejectRatio) {
        this.maxRejectRatio = maxRejectRatio;
    }

    /**
     * {@code json} or {@code columns}: whether the fields of an object become columns, when columns are inferred. Otherwise
     * the object is one column of JSON.
     */
    public void setNested(String nested) {
        this.flat = nested.equals("columns");
        if (!flat && !nested.equals("json")) {
            throw new IllegalArgumentException("nested `" + nested + "` is neither json nor columns");
        }
    }

    /**
     * {@code table=path; table(key, ...)=path}: the tables for the elements of arrays. Without keys, an element is identified
     * by its place.
     */
    public void setChildTables(String childTables) {
        this.childTables = childTables;
    }

    /** {@code table: name:TYPE, name=field:TYPE; table: ...}; child tables that are not named have inferred columns. */
    public void setChildColumns(String childColumns) {
        this.childColumns = childColumns;
    }

    /** The table's database, as a data source that takes part in Spring's transactions. */
    public void setDataSource(DataSource dataSource) {
        DataSource database = NamedDatabase.resolved(dataSource);
        this.dataSource = database;
        // Most databases commit the transaction when a table is created in it.
        this.outside = SessionDataSource.of(NamedDatabase.outside(dataSource));
        this.rejectTable = new RejectTable(database);
    }

    /** @throws IllegalArgumentException when the parameters contradict each other */
    public void validate() {
        ColumnList.requirePlain("table", table);
        columns.validate();
        ChildTableList.of(table, childTables, childColumns);
    }

    /** Converts the body to typed rows and ensures that the tables exist. */
    public void prepare(Exchange exchange) throws SQLException {
        validate();
        ChunkTransaction transaction = ChunkTransaction.of(exchange);
        SinkTables all = tables();
        TableSchema schema = all.table().schema();
        RecordBatches batches = new RecordBatches(transaction.body(), all.shape());
        batches.closeAfter(exchange);
        List<Map<String, @Nullable Object>> first = batches.next();
        SyncRun sync = SyncRun.find(exchange);
        transaction.into(table, schema.dialect());
        TableSpec spec = new TableSpec(table, Map.of(), columns.key(), null);
        List<Child> children = List.of();
        String writer = sync != null ? sync.source() : Replay.find(exchange) == null ? NO_SOURCE : null;
        if (!first.isEmpty() || !batches.refused().isEmpty()) {
            transaction.hasRecords();
        }
        if (first.isEmpty() && !batches.refused().isEmpty()) {
            schema.ensureRejects();
        } else if (!first.isEmpty()) {
            if (sync != null) {
                requireTable(schema, sync);
            }
            SchemaEvolution allowed = evolution(all.table(), writer);
            ExistingTable there = schema.table(table);
            List<Map<String, @Nullable Object>> known = batches.known(first);
            TableNames names = columns.names(there.columns(), known, cursorField(sync, exchange));
            all.table().suggest(sync == null ? Map.of() : sync.pages().columnTypes());
            spec = spec(all.table(), allowed, known, names);
            String who = sync == null ? NO_SOURCE : sync.source();
            if (!names.open()) {
                fields.see(who, spec, first);
            } else {
                Set<String> written = spec.columns().keySet();
                batches.admitOnly(
                        name -> (written.contains(name) && !names.made().containsKey(name))
                                || name.equals(FieldPath.PARENT)
                                || allowed.isLeftOut(name, there));
                if (allowed == SchemaEvolution.NONE || !there.generated().isEmpty()) {
                    fields.seeLeftOut(who, table, name -> allowed.isLeftOut(name, there), LEFT_OUT, first);
                }
            }
            spec = all.table().ensure(spec, writer);
            children = all.children(spec, batches, first, new ChildTables.Writer(who, writer, evolution));
        }
        // Not earlier: the steps above use their own connections, and a pool may be small.
        SessionDataSource.setForTransaction(Objects.requireNonNull(dataSource));
        transaction.begin(
                new ChunkWrite(spec, schema.dialect(), adjustments, maxRejectRatio, children, first, batches));
        // Camel would otherwise rewind a cached stream before each step.
        exchange.getMessage().setBody(null);
    }

    /** Made when it is first used: the parameters are set in any order. */
    private synchronized SinkTables tables() {
        SinkTables known = tables;
        if (known == null) {
            known = new SinkTables(
                    table,
                    flat && columns.declared().isEmpty(),
                    flat,
                    ChildTableList.of(table, childTables, childColumns),
                    Objects.requireNonNull(outside));
            tables = known;
        }
        return known;
    }

    private @Nullable String cursorField(@Nullable SyncRun sync, Exchange exchange) {
        if (sync == null) {
            Replay replay = Replay.find(exchange);
            if (replay != null && columns.version() == null && replay.lacksCursor()) {
                throw new IllegalStateException("none of the rejects has the source's cursor field `"
                        + replay.cursorField()
                        + "`, so newer rows could be overwritten; set the sink's versionColumn to"
                        + " the column that has it");
            }
            return replay == null ? null : replay.cursorField();
        }
        if (columns.version() == null && SyncRun.isCursorGone(exchange)) {
            throw new IllegalStateException("an action before the sink of the table " + table
                    + " removes or replaces the source's cursor field, so the sink cannot tell older versions of a row"
                    + " from newer ones; set versionColumn, or keep that field");
        }
        return sync.cursorField(exchange);
    }

    @Override
    public void checkTable(SyncRun sync) {
        validate();
        forget();
        try {
            check(tables().table(), sync);
        } catch (SQLException e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    private void check(DestinationTable to, SyncRun sync) throws SQLException {
        SchemaEvolution allowed = evolution(to, sync.source());
        TableSchema schema = to.schema();
        Map<String, @Nullable Column> existing = schema.existing(table);
        TableNames names = columns.names(existing, List.of(), sync.cursorField());
        if (!names.open()) {
            requireTable(schema, sync);
        }
        if (!names.open() && existing.keySet().containsAll(names.made().keySet())) {
            to.ensure(spec(to, allowed, List.of(), names), sync.source());
        } else if (!existing.isEmpty()) {
            schema.ensure(new TableSpec(table, Map.of(), names.key(), null));
        }
    }

    /** The changes that are allowed in the table. */
    private SchemaEvolution evolution(DestinationTable to, @Nullable String writer) throws SQLException {
        SchemaEvolution allowed = to.evolution(evolution, columns.declared().keySet(), writer);
        if (columns.declared().isEmpty()) {
            adjustments.evolution(allowed);
        }
        return allowed;
    }

    private TableSpec spec(
            DestinationTable to, SchemaEvolution allowed, List<Map<String, @Nullable Object>> records, TableNames names)
            throws SQLException {
        return to.spec(columns.declared(), allowed, records, names, columns.version() != null);
    }

    /** A state shows how far the table was filled. A table with inferred columns is created with its first record. */
    private void requireTable(TableSchema tables, SyncRun sync) throws SQLException {
        if (sync.hasCursor() && tables.existing(table).isEmpty()) {
            throw new IllegalStateException(
                    "the table " + table + " does not exist, but a state shows how far it was filled, so it would"
                            + " get only newer records; run `tidemark state reset " + sync.source() + "` to read all"
                            + " records again, or restore the table");
        }
    }

    /** At the end of the transaction, stores the rejects and the state that these rows justify. */
    public void commitState(Exchange exchange) {
        ChunkWrite write = ChunkTransaction.of(exchange).write();
        SyncRun sync = SyncRun.find(exchange);
        Replay replay = Replay.find(exchange);
        write.requireFewRejects();
        if (replay == null) {
            String source = sync == null ? NO_SOURCE : sync.source();
            write.rejected(Objects.requireNonNull(rejectTable).add(source, table, write.rejects()));
        } else {
            replay.written(write, Objects.requireNonNull(rejectTable));
        }
        if (ChunkTransaction.of(exchange).isInLargerTransaction()) {
            OpenRows.in(table);
            write.children().forEach(child -> OpenRows.in(child.what().table()));
        }
        if (sync != null) {
            sync.chunk()
                    .commitState(
                            Objects.requireNonNull(dataSource),
                            new RowCounts(
                                    0,
                                    write.written(),
                                    write.unchanged(),
                                    write.rejects().size(),
                                    0));
        }
    }

    /** Forgets the tables' columns: another process may have changed them. */
    void forget() {
        tables().forget();
    }
}
