package dev.tidemark.sink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A destination table as the sink writes it.
 *
 * @param name as in the source's route; a dot parts a schema from the table
 * @param columns by name, without {@code _synced_at}
 * @param key names of the columns that make a row the same row
 * @param version the column that tells newer from older; null when none does
 * @param cutVersions whether versions may be equal only because digits of a second were cut off
 */
record TableSpec(
        String name, Map<String, Column> columns, List<String> key, @Nullable String version, boolean cutVersions) {

    static final String SYNCED_AT = "_synced_at";

    TableSpec {
        columns = new LinkedHashMap<>(columns);
    }

    TableSpec(String name, Map<String, Column> columns, List<String> key, @Nullable String version) {
        this(name, columns, key, version, false);
    }

    TableSpec withCutVersions() {
        return new TableSpec(name, columns, key, version, true);
    }

    /** The columns that are not part of the key. */
    List<Column> others() {
        return columns.values().stream()
                .filter(column -> !key.contains(column.name()))
                .toList();
    }
}
