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
 * Keeps one row per key: the newest, and the last of those that are equally new. Rows that it passed over can still take the
 * place of one that the database refuses. Not thread-safe.
 */
final class NewestRows {

    private final int[] key;
    private final IdentityHashMap<Rows.Row, List<Rows.Row>> passedOver = new IdentityHashMap<>();

    /** @param table the table whose rows they are */
    NewestRows(TableSpec table) {
        this.key = table.keyPlaces();
    }

    /**
     * The rows that count.
     *
     * @param keys for each row a value that rows with the same key share
     */
    List<Rows.Row> of(List<Rows.Row> rows, List<Object> keys) {
        Map<Object, Rows.Row> kept = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            kept.merge(keys.get(i), rows.get(i), this::newer);
        }
        return new ArrayList<>(kept.values());
    }

    /** The row that counts when another one of its key was refused; null when there is none. */
    Rows.@Nullable Row insteadOf(Rows.Row refused) {
        List<Rows.Row> others = passedOver.remove(refused);
        return others == null ? null : others.stream().reduce(this::newer).orElse(null);
    }

    /** As the table would have it, the key stays in the form that came first. */
    private Rows.Row newer(Rows.Row before, Rows.Row after) {
        boolean older = isOlder(after, before);
        Rows.Row kept = older ? before : after;
        if (!older) {
            for (int i : key) {
                after.values().set(i, before.values().get(i));
            }
        }
        passedOver.computeIfAbsent(kept, any -> new ArrayList<>()).add(older ? after : before);
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static boolean isOlder(Rows.Row row, Rows.Row other) {
        Object mine = row.version();
        Object its = other.version();
        return its != null && !isMistaken(its) && (mine == null || ((Comparable<Object>) mine).compareTo(its) < 0);
    }

    /** As the statement has it: a time more than a day ahead. */
    private static boolean isMistaken(Object version) {
        if (version instanceof OffsetDateTime time) {
            return time.isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
        }
        return version instanceof LocalDateTime local
                && local.isAfter(LocalDateTime.now(ZoneOffset.UTC).plusDays(1));
    }
}
