package dev.tidemark.sink;

import dev.tidemark.database.DestinationType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A table that a sink writes: its columns in the database, declared or inferred, and their changes. Thread-safe. */
final class DestinationTable {

    private final String name;
    private final TableSchema schema;
    private final TableRegister register;
    private final InferredColumns inferred = new InferredColumns();

    /** @param outside a data source outside the thread's transaction */
    DestinationTable(String name, DataSource outside) {
        this.name = name;
        this.schema = new TableSchema(outside);
        this.register = new TableRegister(outside);
    }

    String name() {
        return name;
    }

    TableSchema schema() {
        return schema;
    }

    /**
     * The changes that are allowed in the table.
     *
     * @param wanted the sink's parameter; null to decide by who created the table
     * @param declared the declared columns
     * @param writer the source that writes it; null when it is not to be recorded
     */
    SchemaEvolution evolution(@Nullable SchemaEvolution wanted, Set<String> declared, @Nullable String writer)
            throws SQLException {
        SchemaEvolution allowed = register.evolution(wanted, schema, name, writer);
        allowed.require(name, declared, schema.existing(name));
        return allowed;
    }

    /**
     * The table as it is to be written, with columns that are wide enough for the records.
     *
     * @param declared the declared columns, by name
     * @param names the columns that parameters name
     * @param isVersionNamed whether the user chose the version, which must then be ordered
     */
    synchronized TableSpec spec(
            Map<String, Column> declared,
            SchemaEvolution allowed,
            List<Map<String, @Nullable Object>> records,
            TableNames names,
            boolean isVersionNamed)
            throws SQLException {
        Map<String, Column> all = new LinkedHashMap<>(declared);
        if (names.open() || !names.made().isEmpty()) {
            all.putAll(inferred(declared.keySet(), allowed, records, names));
        }
        Column version = names.version() == null ? null : all.get(names.version());
        if (isVersionNamed && version != null && !version.type().isOrdered()) {
            throw new IllegalArgumentException("versionColumn `" + version.name() + "` holds " + version.type()
                    + ", which cannot be ordered as older and newer; declare columns with its type");
        }
        boolean usable =
                version != null && version.type().isOrdered() && !names.key().contains(version.name());
        return schema.fitted(
                new TableSpec(name, all, names.key(), usable ? names.version() : null).withFields(names.fields()));
    }

    /** Suggests the types of new inferred columns, by name. */
    synchronized void suggest(Map<String, DestinationType> types) {
        inferred.suggest(types);
    }

    /** Ensures that the table exists with its columns, and records who writes it. */
    TableSpec ensure(TableSpec table, @Nullable String writer) throws SQLException {
        return register.ensure(schema, table, writer);
    }

    private Map<String, Column> inferred(
            Set<String> declared,
            SchemaEvolution allowed,
            List<Map<String, @Nullable Object>> records,
            TableNames names)
            throws SQLException {
        Map<String, Column> found = extended(allowed, records, names);
        if (!schema.toBeChanged(name, found).isEmpty()) {
            // Another process may have changed it meanwhile: widening from an outdated type could narrow the column.
            forget();
            found = extended(allowed, records, names);
            requireNoOpenRows(schema.toBeChanged(name, found));
        }
        List<String> key = new ArrayList<>(names.key());
        key.removeAll(declared);
        if (!found.keySet().containsAll(key)) {
            throw new IllegalArgumentException("table " + name + ": no record has a value for the key " + key
                    + "; their fields are " + fieldsOf(records, found)
                    + ": set primaryKey, or the key in childTables if it is a child table");
        }
        try {
            schema.widen(new TableSpec(name, found, names.key(), null));
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
            SchemaEvolution allowed, List<Map<String, @Nullable Object>> records, TableNames names)
            throws SQLException {
        inferred.extend(records, schema.existing(name), schema.dialect(), names);
        Map<String, Column> found = allowed.allowed(inferred.columns(), schema.table(name), names.key());
        if (!names.open()) {
            found.keySet().retainAll(names.made().keySet());
        }
        return found;
    }

    /** A change of a table that this transaction has locked would wait for ever. */
    private void requireNoOpenRows(List<String> changes) {
        if (!changes.isEmpty() && OpenRows.areIn(name)) {
            inferred.forget();
            throw new IllegalStateException("the table " + name + " needs new or wider columns " + changes
                    + ", but rows written in the route's own transaction lock it until that transaction ends;"
                    + " declare columns, or let the sink use its own transaction");
        }
    }

    /** Forgets the table's columns: another process may have changed them. */
    synchronized void forget() {
        schema.forget();
        inferred.forget();
    }
}
