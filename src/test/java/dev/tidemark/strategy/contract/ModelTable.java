package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table and the state that a sync writes, in memory. */
final class ModelTable {

    private final Map<Integer, Item> rows = new HashMap<>();
    private @Nullable ObjectNode state;

    /**
     * The rows and the state in one transaction.
     *
     * @param after null to leave the state as it is
     */
    void commit(Play play, List<Item> chunk, @Nullable ObjectNode after) {
        commit(chunk, after);
        play.committed();
    }

    /**
     * The same without a report.
     *
     * @param after null to leave the state as it is
     */
    void commit(List<Item> chunk, @Nullable ObjectNode after) {
        for (Item item : chunk) {
            rows.merge(item.id(), item, (old, fresh) -> isOlder(fresh, old) ? old : fresh);
        }
        state = after == null ? state : after;
    }

    /** The sink does not overwrite what is newer; an invalid cursor orders nothing. */
    private static boolean isOlder(Item item, Item than) {
        return item.usable() && than.usable() && item.place() < than.place();
    }

    boolean has(Item item) {
        Item row = rows.get(item.id());
        return row != null && row.version() == item.version();
    }

    @Nullable
    ObjectNode state() {
        return state;
    }

    /** One that a sync may do with as it likes. */
    @Nullable
    ObjectNode copyOfState() {
        return state == null ? null : state.deepCopy();
    }
}
