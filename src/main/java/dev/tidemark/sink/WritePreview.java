package dev.tidemark.sink;

import dev.tidemark.sync.RecentlySeen;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Previews what a sink would do to its table. It reads the table and does not change it. Not thread-safe. */
public final class WritePreview {

    private final TableSpec table;
    private final List<String> declared;
    private final Dialect dialect;
    private final Set<String> there;
    private final Adjustments adjustments;
    /** The hashes of rejects: a record that is read twice is one reject. */
    private final RecentlySeen<Integer> known = new RecentlySeen<>();

    private final RecordColumns shape;
    private final List<String> children;
    private long rejects;
    private @Nullable String reason;

    private WritePreview(
            TableSpec table,
            List<String> declared,
            Dialect dialect,
            Set<String> there,
            Adjustments adjustments,
            RecordColumns shape,
            List<String> children) {
        this.table = table;
        this.declared = declared;
        this.dialect = dialect;
        this.there = there;
        this.adjustments = adjustments;
        this.shape = shape;
        this.children = children;
    }

    /**
     * Reads the table.
     *
     * @param columns the sink's {@code columns}; empty when they come from the records
     * @param primaryKey the sink's {@code primaryKey}
     * @param excessPrecision the sink's {@code excessPrecision}
     * @param schemaEvolution the sink's {@code schemaEvolution}; empty when it is not set
     * @param flat whether the sink's {@code nested} is {@code columns}
     * @param childTables the sink's {@code childTables}
     * @throws SQLException when the database cannot be read
     * @throws IllegalArgumentException when a column in the table has another type than declared, or a change that is
     *     needed is not allowed
     */
    public static WritePreview of(
            DataSource database,
            String table,
            String columns,
            String primaryKey,
            String excessPrecision,
            String schemaEvolution,
            boolean flat,
            String childTables)
            throws SQLException {
        SinkColumns named = SinkColumns.DEFAULT.withColumns(columns).withKey(primaryKey);
        Map<String, Column> declared = named.declared();
        try (Connection connection = database.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            Map<String, @Nullable Column> found = new TableCatalog(connection, dialect, table).columns();
            SchemaEvolution evolution = SchemaEvolution.of(schemaEvolution);
            if (evolution != null) {
                evolution.require(table, declared.keySet(), found);
            }
            Set<String> there = Set.copyOf(found.keySet());
            TableNames names = named.names(found, List.of(), null);
            Map<String, Column> tried = new LinkedHashMap<>(declared);
            // Any value fits an inferred column.
            names.key().forEach(name -> tried.computeIfAbsent(name, made -> new Column(made, ColumnType.STRING)));
            TableSpec spec = new TableSpec(table, tried, names.key(), null).withFields(names.fields());
            if (!declared.isEmpty()) {
                new TableSchema(database).fitted(spec);
            }
            List<String> written = declared.isEmpty() ? List.of() : List.copyOf(tried.keySet());
            List<ChildTable> children = ChildTableList.of(table, childTables, "");
            RecordColumns shape = new RecordColumns(flat && declared.isEmpty(), ChildTables.paths(children));
            return new WritePreview(
                    spec,
                    written,
                    dialect,
                    there,
                    new Adjustments(excessPrecision),
                    shape,
                    ChildTables.names(children));
        }
    }

    /** Previews the outcome for records. */
    public void see(List<Map<String, @Nullable Object>> records) {
        Rows rows = new Rows(table, dialect, adjustments);
        records.forEach(record -> rows.add(record, shape));
        for (Rows.Reject reject : rows.rejects()) {
            if (known.isNew(reject.record().hashCode())) {
                rejects++;
                reason = reason == null ? reject.reason() : reason;
            }
        }
    }

    /** A sentence without its full stop. */
    @Override
    public String toString() {
        return tableWords()
                + (children.isEmpty() ? "" : ", and to its child tables " + String.join(", ", children))
                + (rejects == 0
                        ? ""
                        : "; it would reject " + rejects + " of the records as the source delivers them, the first: "
                                + reason);
    }

    private String tableWords() {
        String list = declared.isEmpty() ? "the columns of the records" : String.join(", ", declared);
        if (there.isEmpty()) {
            return "would create the table " + table.name() + " with " + list;
        }
        List<String> missing = new ArrayList<>(declared);
        missing.removeAll(there);
        return "would write to the existing table " + table.name()
                + (missing.isEmpty() ? "" : ", and add" + " " + String.join(", ", missing));
    }
}
