package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A strategy alone, driven as the routes drive it: a request, all records seen, the page read, then chunk after chunk written
 * with the state that holds then. The table and the state are in memory.
 */
final class ModelRunner implements Runner {

    private final Api api;
    private final int chunkSize;
    private final ModelTable table = new ModelTable();

    ModelRunner(Api api, int chunkSize) {
        this.api = api;
        this.chunkSize = chunkSize;
    }

    @Override
    public boolean sync(Play play) {
        Paging paging = api.strategy().begin(table.copyOfState(), api.source().instant());
        while (paging.hasNext()) {
            Response response = play.respond(paging.next());
            response.items().forEach(item -> paging.see(item.row()));
            if (api.isDated()) {
                paging.respondedAt(api.source().instant());
            }
            paging.pageRead(response.pageInfo());
            play.pageRead();
            write(play, paging, response.items());
            if (response.items().isEmpty()) {
                table.commit(play, List.of(), paging.stateAfter(List.of(), null));
            }
        }
        table.commit(play, List.of(), paging.end());
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
            table.commit(play, chunk, after);
            play.point();
        }
    }

    @Override
    public Predicate<Item> table() {
        return table::has;
    }

    @Override
    public @Nullable ObjectNode state() {
        return table.state();
    }
}
