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

/** What a sink would do to its table, which it looks at and does not change. Used by one thread at a time. */
public final class WritePreview {

    private final TableSpec table;
    private final List<String> declared;
    private final Dialect dialect;
    private final Set<String> there;
    private final Adjustments adjustments;
    /** Their hashes: a record that is read twice is one reject. */
    private final RecentlySeen<Integer> known = new RecentlySeen<>();

    private long rejects;
    private @Nullable String reason;

    private WritePreview(
            TableSpec table, List<String> declared, Dialect dialect, Set<String> there, Adjustments adjustments) {
        this.table = table;
        this.declared = declared;
        this.dialect = dialect;
        this.there = there;
        this.adjustments = adjustments;
    }

    /**
     * Looks at the table.
     *
     * @param columns the sink's {@code columns}; empty when they come from the records
     * @param primaryKey the sink's {@code primaryKey}
     * @param excessPrecision the sink's {@code excessPrecision}
     * @param schemaEvolution the sink's {@code schemaEvolution}; empty when it is left out
     * @throws SQLException when the database cannot be asked
     * @throws IllegalArgumentException when the table has a column of another type than declared, or may not be changed as it
     *     would have to be
     */
    public static WritePreview of(
            DataSource database,
            String table,
            String columns,
            String primaryKey,
            String excessPrecision,
            String schemaEvolution)
            throws SQLException {
        Map<String, Column> declared = ColumnList.columns(columns);
        List<String> key = ColumnList.names(primaryKey);
        Map<String, Column> tried = new LinkedHashMap<>(declared);
        // Of inferred columns, any value fits.
        key.forEach(name -> tried.computeIfAbsent(name, missing -> new Column(missing, ColumnType.STRING)));
        try (Connection connection = database.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            Map<String, @Nullable Column> found = new TableCatalog(connection, dialect, table).columns();
            SchemaEvolution evolution = SchemaEvolution.of(schemaEvolution);
            if (evolution != null) {
                evolution.require(table, declared.keySet(), found);
            }
            Set<String> there = Set.copyOf(found.keySet());
            TableSpec spec = new TableSpec(table, tried, key, null);
            if (!declared.isEmpty()) {
                new TableSchema(database).fitted(spec);
            }
            return new WritePreview(
                    spec, List.copyOf(declared.keySet()), dialect, there, new Adjustments(excessPrecision));
        }
    }

    /** Tries what would become of records. */
    public void see(List<Map<String, @Nullable Object>> records) {
        Rows rows = new Rows(table, dialect, adjustments);
        records.forEach(rows::add);
        for (Rows.Reject reject : rows.rejects()) {
            if (known.isNew(reject.record().hashCode())) {
                rejects++;
                reason = reason == null ? reject.reason() : reason;
            }
        }
    }

    /** A sentence without an end. */
    @Override
    public String toString() {
        return tableWords()
                + (rejects == 0
                        ? ""
                        : "; as they come from the source, it would reject " + rejects + " of the records, the first: "
                                + reason);
    }

    private String tableWords() {
        String list = declared.isEmpty() ? "the columns that the records have" : String.join(", ", declared);
        if (there.isEmpty()) {
            return "would create the table " + table.name() + " with " + list;
        }
        List<String> missing = new ArrayList<>(declared);
        missing.removeAll(there);
        return "would write into the table " + table.name() + ", which is there"
                + (missing.isEmpty() ? "" : ", and add to it " + String.join(", ", missing));
    }
}
