package dev.tidemark.strategy.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a source.
 *
 * @param place in the order of cursors; of no meaning unless it is usable
 * @param usable whether its cursor counts
 * @param future whether its cursor does not count for lying in the future
 * @param late whether it appeared below others
 * @param row as a response has it
 */
record Item(
        int id,
        long place,
        int version,
        boolean usable,
        boolean future,
        boolean late,
        Map<String, @Nullable Object> row) {

    static Item of(int id, long place, int version, @Nullable Object cursor, boolean late) {
        return new Item(id, place, version, true, false, late, row(id, version, cursor));
    }

    static Item unusable(int id, int version, @Nullable Object cursor, boolean future) {
        return new Item(id, 0, version, false, future, false, row(id, version, cursor));
    }

    private static Map<String, @Nullable Object> row(int id, int version, @Nullable Object cursor) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("updatedAt", cursor);
        row.put("version", version);
        return Collections.unmodifiableMap(row);
    }

    /** Its place in a list in order of the cursor: what is in the future comes late, what cannot be read last. */
    long rank() {
        return usable ? place : future ? Long.MAX_VALUE - 1 : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return id + "v" + version + "@" + row.get("updatedAt");
    }
}
