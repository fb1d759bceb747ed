package dev.tidemark.sink;

import dev.tidemark.database.SessionDataSource;
import dev.tidemark.jdbc.NamedDatabase;
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

    private static final String LEFT_OUT =
            "the table has no writable columns for them (schemaEvolution is none, or the database computes them)";

    private String table = "";
    private List<String> primaryKey = List.of("id");
    private Map<String, Column> declared = Map.of();
    private @Nullable String versionColumn;
    private Adjustments adjustments = new Adjustments("cut");
    private @Nullable SchemaEvolution evolution;
    private double maxRejectRatio = 0.1;
    private @Nullable DataSource dataSource;
    private @Nullable TableSchema schema;
    private @Nullable TableRegister register;
    private @Nullable RejectTable rejectTable;
    private final FieldDrift fields = new FieldDrift();
    private final InferredColumns inferred = new InferredColumns();

    /** The table's name; a dot separates the schema. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns that identify a row, separated by commas. */
    public void setPrimaryKey(String primaryKey) {
        this.primaryKey = ColumnList.names(primaryKey);
    }

    /** {@code name:TYPE, ...}; empty to infer them from the records. */
    public void setColumns(String columns) {
        this.declared = ColumnList.columns(columns);
    }

    /** The column that orders rows as older and newer; empty for the source's cursor field, when that is a column. */
    public void setVersionColumn(String versionColumn) {
        this.versionColumn = versionColumn.isEmpty() ? null : versionColumn;
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

    /** The table's database, as a data source that takes part in Spring's transactions. */
    public void setDataSource(DataSource dataSource) {
        DataSource database = NamedDatabase.resolved(dataSource);
        this.dataSource = database;
        // Most databases commit the transaction when a table is created in it.
        DataSource outside = SessionDataSource.of(NamedDatabase.outside(dataSource));
        this.schema = new TableSchema(outside);
        this.register = new TableRegister(outside);
        this.rejectTable = new RejectTable(database);
    }

    /** @throws IllegalArgumentException when the parameters contradict each other */
    public void validate() {
        ColumnList.requirePlain("table", table);
        if (!declared.isEmpty()) {
            for (String key : primaryKey) {
                if (!declared.containsKey(key)) {
                    throw new IllegalArgumentException(
                            "primaryKey `" + key + "` is not one of the columns " + declared.keySet());
                }
            }
            Column version = versionColumn == null ? null : declared.get(versionColumn);
            if (versionColumn != null && (version == null || !version.type().isOrdered())) {
                throw new IllegalArgumentException("versionColumn `" + versionColumn
                        + "` is not a column with a number, date or time type; columns are " + declared.values());
            }
        }
    }

    /** Converts the body to typed rows and ensures that the table exists. */
    public void prepare(Exchange exchange) throws SQLException {
        validate();
        ChunkTransaction transaction = ChunkTransaction.of(exchange);
        RecordBatches batches = new RecordBatches(transaction.body());
        batches.closeAfter(exchange);
        List<Map<String, @Nullable Object>> first = batches.next();
        SyncRun sync = SyncRun.find(exchange);
        TableSchema tables = Objects.requireNonNull(schema);
        transaction.into(table, tables.dialect());
        TableSpec spec = new TableSpec(table, Map.of(), primaryKey, null);
        String writer = sync != null ? sync.source() : Replay.find(exchange) == null ? NO_SOURCE : null;
        if (!first.isEmpty()) {
            transaction.hasRecords();
            if (sync != null) {
                requireTable(tables, sync);
            }
            SchemaEvolution allowed = evolution(tables, writer);
            ExistingTable there = tables.table(table);
            synchronized (this) {
                inferred.suggest(sync == null ? Map.of() : sync.pages().columnTypes());
                spec = spec(tables, allowed, batches.known(first), cursorField(sync, Replay.find(exchange)));
            }
            String who = sync == null ? NO_SOURCE : sync.source();
            if (!declared.isEmpty()) {
                fields.see(who, table, declared.keySet(), first);
            } else {
                Set<String> columns = spec.columns().keySet();
                batches.admitOnly(name -> columns.contains(name) || allowed.isLeftOut(name, there));
                if (allowed == SchemaEvolution.NONE || !there.generated().isEmpty()) {
                    fields.seeLeftOut(who, table, name -> allowed.isLeftOut(name, there), LEFT_OUT, first);
                }
            }
            spec = Objects.requireNonNull(register).ensure(tables, spec, writer);
        }
        // Not earlier: the steps above use their own connections, and a pool may be small.
        SessionDataSource.setForTransaction(Objects.requireNonNull(dataSource));
        transaction.begin(new ChunkWrite(spec, tables.dialect(), adjustments, maxRejectRatio, first, batches));
        // Camel would otherwise rewind a cached stream before each step.
        exchange.getMessage().setBody(null);
    }

    private static @Nullable String cursorField(@Nullable SyncRun sync, @Nullable Replay replay) {
        return sync != null ? sync.cursorField() : replay == null ? null : replay.cursorField();
    }

    @Override
    public void checkTable(SyncRun sync) {
        validate();
        forget();
        try {
            check(Objects.requireNonNull(schema), sync);
        } catch (SQLException e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    private void check(TableSchema tables, SyncRun sync) throws SQLException {
        SchemaEvolution allowed = evolution(tables, sync.source());
        if (!declared.isEmpty()) {
            requireTable(tables, sync);
            TableSpec spec = spec(tables, allowed, List.of(), sync.cursorField());
            Objects.requireNonNull(register).ensure(tables, spec, sync.source());
        } else if (!tables.existing(table).isEmpty()) {
            tables.ensure(new TableSpec(table, Map.of(), primaryKey, null));
        }
    }

    /** The changes that are allowed in the table. */
    private SchemaEvolution evolution(TableSchema tables, @Nullable String writer) throws SQLException {
        SchemaEvolution allowed = Objects.requireNonNull(register).evolution(evolution, tables, table, writer);
        allowed.require(table, declared.keySet(), tables.existing(table));
        if (declared.isEmpty()) {
            adjustments.evolution(allowed);
        }
        return allowed;
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

    private synchronized TableSpec spec(
            TableSchema tables,
            SchemaEvolution allowed,
            List<Map<String, @Nullable Object>> records,
            @Nullable String cursorField)
            throws SQLException {
        String candidate = versionColumn == null ? cursorField : versionColumn;
        Map<String, Column> columns = declared.isEmpty() ? inferred(tables, allowed, records, candidate) : declared;
        Column version = candidate == null ? null : columns.get(candidate);
        if (versionColumn != null && version != null && !version.type().isOrdered()) {
            throw new IllegalArgumentException("versionColumn `" + versionColumn + "` holds " + version.type()
                    + ", which cannot be ordered as older and newer; declare columns with its type");
        }
        boolean usable = version != null && version.type().isOrdered() && !primaryKey.contains(version.name());
        return tables.fitted(new TableSpec(table, columns, primaryKey, usable ? candidate : null));
    }

    private Map<String, Column> inferred(
            TableSchema tables,
            SchemaEvolution allowed,
            List<Map<String, @Nullable Object>> records,
            @Nullable String candidate)
            throws SQLException {
        inferred.extend(records, tables.existing(table), tables.dialect(), primaryKey, candidate);
        Map<String, Column> columns = allowed.allowed(inferred.columns(), tables.table(table), primaryKey);
        if (!tables.toBeChanged(table, columns).isEmpty()) {
            // Another process may have changed it meanwhile: widening from an outdated type could narrow the column.
            forget();
            inferred.extend(records, tables.existing(table), tables.dialect(), primaryKey, candidate);
            columns = allowed.allowed(inferred.columns(), tables.table(table), primaryKey);
            requireNoOpenRows(tables.toBeChanged(table, columns));
        }
        if (!columns.keySet().containsAll(primaryKey)) {
            throw new IllegalArgumentException("no record has a value for the primaryKey " + primaryKey
                    + "; their fields are " + columns.keySet() + ": set primaryKey");
        }
        try {
            tables.widen(new TableSpec(table, columns, primaryKey, null));
        } catch (SQLException | RuntimeException e) {
            inferred.forget();
            throw e;
        }
        return columns;
    }

    /** A change of a table that this transaction has locked would wait for ever. */
    private void requireNoOpenRows(List<String> changes) {
        if (!changes.isEmpty() && OpenRows.areIn(table)) {
            inferred.forget();
            throw new IllegalStateException("the table " + table + " needs new or wider columns " + changes
                    + ", but rows written in the route's own transaction lock it until that transaction ends;"
                    + " declare columns, or let the sink use its own transaction");
        }
    }

    /** Forgets the table's columns: another process may have changed them. */
    synchronized void forget() {
        Objects.requireNonNull(schema).forget();
        inferred.forget();
    }
}
