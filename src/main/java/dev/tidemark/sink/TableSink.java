package dev.tidemark.sink;

import dev.tidemark.database.SessionDataSource;
import dev.tidemark.jdbc.NamedDatabase;
import dev.tidemark.row.FieldPath;
import dev.tidemark.state.RowCounts;
import dev.tidemark.sync.CheckedSink;
import dev.tidemark.sync.SyncRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private SinkColumns columns = SinkColumns.DEFAULT;
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
        columns.validate();
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
        TableSpec spec = new TableSpec(table, Map.of(), columns.key(), null);
        String writer = sync != null ? sync.source() : Replay.find(exchange) == null ? NO_SOURCE : null;
        if (!first.isEmpty() || !batches.refused().isEmpty()) {
            transaction.hasRecords();
        }
        if (first.isEmpty() && !batches.refused().isEmpty()) {
            tables.ensureRejects();
        } else if (!first.isEmpty()) {
            if (sync != null) {
                requireTable(tables, sync);
            }
            SchemaEvolution allowed = evolution(tables, writer);
            ExistingTable there = tables.table(table);
            List<Map<String, @Nullable Object>> known = batches.known(first);
            TableNames names = columns.names(there.columns(), known, cursorField(sync, Replay.find(exchange)));
            synchronized (this) {
                inferred.suggest(sync == null ? Map.of() : sync.pages().columnTypes());
                spec = spec(tables, allowed, known, names);
            }
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
        Map<String, @Nullable Column> existing = tables.existing(table);
        TableNames names = columns.names(existing, List.of(), sync.cursorField());
        if (!names.open()) {
            requireTable(tables, sync);
        }
        if (!names.open() && existing.keySet().containsAll(names.made().keySet())) {
            TableSpec spec = spec(tables, allowed, List.of(), names);
            Objects.requireNonNull(register).ensure(tables, spec, sync.source());
        } else if (!existing.isEmpty()) {
            tables.ensure(new TableSpec(table, Map.of(), names.key(), null));
        }
    }

    /** The changes that are allowed in the table. */
    private SchemaEvolution evolution(TableSchema tables, @Nullable String writer) throws SQLException {
        SchemaEvolution allowed = Objects.requireNonNull(register).evolution(evolution, tables, table, writer);
        allowed.require(table, columns.declared().keySet(), tables.existing(table));
        if (columns.declared().isEmpty()) {
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
            TableSchema tables, SchemaEvolution allowed, List<Map<String, @Nullable Object>> records, TableNames names)
            throws SQLException {
        Map<String, Column> all = new LinkedHashMap<>(columns.declared());
        if (names.open() || !names.made().isEmpty()) {
            all.putAll(inferred(tables, allowed, records, names));
        }
        Column version = names.version() == null ? null : all.get(names.version());
        if (columns.version() != null && version != null && !version.type().isOrdered()) {
            throw new IllegalArgumentException("versionColumn `" + columns.version() + "` holds " + version.type()
                    + ", which cannot be ordered as older and newer; declare columns with its type");
        }
        boolean usable =
                version != null && version.type().isOrdered() && !names.key().contains(version.name());
        return tables.fitted(
                new TableSpec(table, all, names.key(), usable ? names.version() : null).withFields(names.fields()));
    }

    private Map<String, Column> inferred(
            TableSchema tables, SchemaEvolution allowed, List<Map<String, @Nullable Object>> records, TableNames names)
            throws SQLException {
        Map<String, Column> found = extended(tables, allowed, records, names);
        if (!tables.toBeChanged(table, found).isEmpty()) {
            // Another process may have changed it meanwhile: widening from an outdated type could narrow the column.
            forget();
            found = extended(tables, allowed, records, names);
            requireNoOpenRows(tables.toBeChanged(table, found));
        }
        List<String> key = new ArrayList<>(names.key());
        key.removeAll(columns.declared().keySet());
        if (!found.keySet().containsAll(key)) {
            throw new IllegalArgumentException("no record has a value for the primaryKey " + columns.key()
                    + "; their fields are " + fieldsOf(records, found) + ": set primaryKey");
        }
        try {
            tables.widen(new TableSpec(table, found, names.key(), null));
        } catch (SQLException | RuntimeException e) {
            inferred.forget();
            throw e;
        }
        return found;
    }

    private static Set<String> fieldsOf(List<Map<String, @Nullable Object>> records, Map<String, Column> found) {
        return records.isEmpty() ? found.keySet() : records.get(0).keySet();
    }

    private Map<String, Column> extended(
            TableSchema tables, SchemaEvolution allowed, List<Map<String, @Nullable Object>> records, TableNames names)
            throws SQLException {
        inferred.extend(records, tables.existing(table), tables.dialect(), names);
        Map<String, Column> found = allowed.allowed(inferred.columns(), tables.table(table), names.key());
        if (!names.open()) {
            found.keySet().retainAll(names.made().keySet());
        }
        return found;
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
