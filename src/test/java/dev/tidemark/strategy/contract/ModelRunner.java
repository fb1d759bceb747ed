package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strategy alone, driven as the routes drive it: a request, all records seen, the page read, then chunk after chunk written
 * with the state that holds then. The table and the state are in memory.
 */
final class ModelRunner implements Runner {

    private final Api api;
    private final int chunkSize;
    private final Map<Integer, Item> table = new HashMap<>();
    private @Nullable ObjectNode state;

    ModelRunner(Api api, int chunkSize) {
        this.api = api;
        this.chunkSize = chunkSize;
    }

    @Override
    public boolean sync(Play play) {
        Paging paging = api.strategy()
                .begin(state == null ? null : state.deepCopy(), api.source().instant());
        while (paging.hasNext()) {
            Answer answer = play.answer(paging.next());
            answer.items().forEach(item -> paging.see(item.row()));
            paging.pageRead(answer.fact());
            play.pageRead();
            write(play, paging, answer.items());
        }
        commit(play, List.of(), paging.end());
        return true;
    }

    private void write(Play play, Paging paging, List<Item> page) {
        for (int from = 0; from < page.size(); from += chunkSize) {
            int to = Math.min(page.size(), from + chunkSize);
            List<Item> chunk = page.subList(from, to);
            ObjectNode after = paging.stateAfter(
                    chunk.stream().map(Item::row).toList(),
                    to < page.size() ? page.get(to).row() : null);
            play.point();
            commit(play, chunk, after);
            play.point();
        }
    }

    /** The rows and the state in one transaction. */
    private void commit(Play play, List<Item> chunk, @Nullable ObjectNode after) {
        for (Item item : chunk) {
            table.merge(item.id(), item, (old, fresh) -> isOlder(fresh, old) ? old : fresh);
        }
        state = after == null ? state : after;
        play.committed();
    }

    /** The sink leaves alone what is newer; a cursor that does not count says nothing of that. */
    private static boolean isOlder(Item item, Item than) {
        return item.usable() && than.usable() && item.place() < than.place();
    }

    @Override
    public boolean has(Item item) {
        Item row = table.get(item.id());
        return row != null && row.version() == item.version();
    }

    @Override
    public @Nullable ObjectNode state() {
        return state;
    }
}
