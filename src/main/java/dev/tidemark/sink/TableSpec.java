package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A destination table as the sink writes it.
 *
 * @param name as in the source's route; a dot separates the schema from the table
 * @param columns by name, without {@code _synced_at}
 * @param key names of the columns that identify a row
 * @param version the column that orders rows as older and newer; null when there is none
 * @param cutVersions whether versions may be equal only because fractional digits of a second were cut off
 * @param compared for key columns with an equality of the database's own: the function that converts a value's SQL so that
 *     it is compared in this way
 * @param fields the fields of a record that fill columns of another name
 */
record TableSpec(
        String name,
        Map<String, Column> columns,
        List<String> key,
        @Nullable String version,
        boolean cutVersions,
        Map<String, UnaryOperator<String>> compared,
        Map<String, FieldPath> fields) {

    static final String SYNCED_AT = "_synced_at";

    /** The column for a row's place, when keys are compared: a name that no key column has. */
    static final String PLACE = SYNCED_AT;

    TableSpec {
        columns = new LinkedHashMap<>(columns);
    }

    TableSpec(String name, Map<String, Column> columns, List<String> key, @Nullable String version) {
        this(name, columns, key, version, false, Map.of(), Map.of());
    }

    TableSpec withCutVersions() {
        return new TableSpec(name, columns, key, version, true, compared, fields);
    }

    TableSpec withColumns(Map<String, Column> all) {
        return new TableSpec(name, all, key, version, cutVersions, compared, fields);
    }

    TableSpec withFields(Map<String, FieldPath> all) {
        return new TableSpec(name, columns, key, version, cutVersions, compared, all);
    }

    /** One of its columns. */
    Column column(String column) {
        return Objects.requireNonNull(columns.get(column));
    }

    /** The field of a record that fills a column. */
    FieldPath field(String column) {
        return fields.getOrDefault(column, FieldPath.named(column));
    }

    /** @param all the functions of all columns of the table */
    TableSpec withCompared(Map<String, UnaryOperator<String>> all) {
        Map<String, UnaryOperator<String>> ofKey = new LinkedHashMap<>(all);
        ofKey.keySet().retainAll(key);
        return new TableSpec(name, columns, key, version, cutVersions, ofKey, fields);
    }

    /** The indexes of the key columns among the columns. */
    int[] keyPlaces() {
        List<String> names = List.copyOf(columns.keySet());
        return key.stream().mapToInt(names::indexOf).toArray();
    }

    /** The columns that are not part of the key. */
    List<Column> others() {
        return columns.values().stream()
                .filter(column -> !key.contains(column.name()))
                .toList();
    }
}
