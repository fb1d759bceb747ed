package dev.tidemark.sink;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one row per key: the newest, or the last of several that are equally new. Rows that it skipped can still replace a
 * row that the database refuses. Not thread-safe.
 */
final class NewestRows {

    private final int[] key;
    private final IdentityHashMap<Rows.Row, List<Rows.Row>> skipped = new IdentityHashMap<>();

    /** @param table the table of the rows */
    NewestRows(TableSpec table) {
        this.key = table.keyPlaces();
    }

    /**
     * The rows to be written.
     *
     * @param keys for each row, a value that is shared by rows with the same key
     */
    List<Rows.Row> of(List<Rows.Row> rows, List<Object> keys) {
        Map<Object, Rows.Row> kept = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            kept.merge(keys.get(i), rows.get(i), this::newer);
        }
        return new ArrayList<>(kept.values());
    }

    /** The row to write when another row with its key was refused; null when there is none. */
    Rows.@Nullable Row insteadOf(Rows.Row refused) {
        List<Rows.Row> others = skipped.remove(refused);
        return others == null ? null : others.stream().reduce(this::newer).orElse(null);
    }

    /** The key keeps its first form, as it does in the table. */
    private Rows.Row newer(Rows.Row before, Rows.Row after) {
        boolean older = isOlder(after, before);
        Rows.Row kept = older ? before : after;
        if (!older) {
            for (int i : key) {
                after.values().set(i, before.values().get(i));
            }
            ChildRow.fill(after.children(), before.children());
        }
        skipped.computeIfAbsent(kept, any -> new ArrayList<>()).add(older ? after : before);
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static boolean isOlder(Rows.Row row, Rows.Row other) {
        Object mine = row.version();
        Object its = other.version();
        return its != null && !isMistaken(its) && (mine == null || ((Comparable<Object>) mine).compareTo(its) < 0);
    }

    /** Whether a version is more than a day in the future, as in the statement. */
    private static boolean isMistaken(Object version) {
        if (version instanceof OffsetDateTime time) {
            return time.isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
        }
        return version instanceof LocalDateTime local
                && local.isAfter(LocalDateTime.now(ZoneOffset.UTC).plusDays(1));
    }
}
