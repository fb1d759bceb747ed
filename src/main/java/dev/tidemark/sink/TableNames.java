package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a sink's parameters name, for the records and the table at hand.
 *
 * @param key the columns of the primary key
 * @param version the column that orders rows as older and newer, when there is such a column; null when none is named
 * @param made columns that are made from paths into the records, and no parameter declares
 * @param fields the fields of the columns that do not come from the field of the same name
 * @param open whether all other fields of the records also become columns
 */
record TableNames(
        List<String> key,
        @Nullable String version,
        Map<String, FieldPath> made,
        Map<String, FieldPath> fields,
        boolean open) {

    TableNames {
        made = Collections.unmodifiableMap(new LinkedHashMap<>(made));
        fields = Map.copyOf(fields);
    }

    /** Passes on each field of a record that becomes a column, by the name of that column. */
    void forEach(Map<String, @Nullable Object> record, BiConsumer<String, @Nullable Object> action) {
        if (open) {
            record.forEach(action);
        }
        made.forEach((name, path) -> action.accept(name, path.read(record)));
    }

    /** The field of a column. */
    FieldPath field(String column) {
        return fields.getOrDefault(column, FieldPath.named(column));
    }
}
