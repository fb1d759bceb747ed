package dev.tidemark.sink;

import dev.tidemark.strategy.cursor.OptionalText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes that a sink may make to an existing table. */
enum SchemaEvolution {
    /** Nothing. */
    NONE,
    /** It adds columns, but changes none. */
    ADD,
    /** It adds columns, and widens the types of others. */
    WIDEN;

    /**
     * Reads the sink's parameter.
     *
     * @return null when the parameter is not set
     * @throws IllegalArgumentException when the value is not known
     */
    static @Nullable SchemaEvolution of(String word) {
        if (OptionalText.of(word) == null) {
            return null;
        }
        for (SchemaEvolution each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("schemaEvolution `" + word + "` is not none, add or widen");
    }

    /** The value as in the parameter. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses a table that would have to be created or changed when no change is allowed.
     *
     * @throws IllegalArgumentException when a change is needed; the message says what to do
     */
    void require(String table, Iterable<String> columns, Map<String, @Nullable Column> there) {
        if (this != NONE) {
            return;
        }
        if (there.isEmpty()) {
            throw new IllegalArgumentException("the table " + table + " does not exist, and schemaEvolution is none;"
                    + " create the table, or set schemaEvolution to add or widen");
        }
        List<String> missing = new ArrayList<>();
        columns.forEach(missing::add);
        missing.add(TableSpec.SYNCED_AT);
        missing.removeAll(there.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the table " + table + " has no column " + String.join(", ", missing)
                    + ", and schemaEvolution is none; add it (_synced_at holds UTC timestamps), or set"
                    + " schemaEvolution to"
                    + " add or widen");
        }
    }

    /** The columns that records need and the sink may write, with the types that they may have. */
    Map<String, Column> allowed(Map<String, Column> needed, ExistingTable there, List<String> key) {
        Map<String, Column> allowed = new LinkedHashMap<>();
        needed.forEach((name, column) -> {
            Column now = there.columns().get(name);
            boolean left = !key.contains(name) && isLeftOut(name, there);
            if (!left) {
                allowed.put(name, now == null || this == WIDEN ? column : now);
            }
        });
        return allowed;
    }

    /** Whether the values of a field are not written. */
    boolean isLeftOut(String field, ExistingTable there) {
        return there.generated().containsKey(field)
                || (this == NONE && !there.columns().containsKey(field));
    }
}
