package dev.tidemark.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as it exists in the database.
 *
 * @param columns by name, null for a type that the sink cannot write; empty when the table does not exist
 * @param generated the columns that only the database writes, each with its kind
 * @param unknown the columns whose types the sink cannot write, with their types
 */
record ExistingTable(
        Map<String, @Nullable Column> columns, Map<String, String> generated, Map<String, String> unknown) {

    static final String COMPUTED = "is computed by the database";
    static final String IDENTITY = "is `generated always as identity`";
}
