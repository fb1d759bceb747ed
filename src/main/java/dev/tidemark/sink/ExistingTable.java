package dev.tidemark.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that is there.
 *
 * @param columns by name, null for a type that the sink cannot write; none when there is no such table
 * @param generated the columns that only the database writes, with what they are
 * @param unknown the columns of types that the sink cannot write, with these types
 */
record ExistingTable(
        Map<String, @Nullable Column> columns, Map<String, String> generated, Map<String, String> unknown) {

    static final String COMPUTED = "is computed by the database";
    static final String IDENTITY = "is `generated always as identity`";
}
