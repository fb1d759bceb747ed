package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source that changes, a table, and syncs between them that may break off anywhere, driven as the routes drive them: a
 * request, all records seen, the page read, then chunk after chunk written with the state that holds then. Whatever
 * happens, it checks that the state is never ahead of the rows and never goes back, that a sync asks a bounded number of
 * times and fails only where it must; and in the end that the table has what the source has.
 */
final class Play {

    private final Api api;
    private final Source source;
    private final Strategy strategy;
    private final History history;
    private final int chunkSize;

    private final Map<Integer, Item> table = new HashMap<>();
    private @Nullable ObjectNode state;
    private long reached = Long.MIN_VALUE;
    private int next;

    private Map<Integer, Item> before = Map.of();
    private long reachedBefore;
    private int failures;
    private int requests;

    /** The program died, or a request failed. */
    static final class BrokenOff extends RuntimeException {
        BrokenOff() {
            super(null, null, false, false);
        }
    }

    Play(Api api, History history, int chunkSize) {
        this.api = api;
        this.source = api.source();
        this.strategy = api.strategy();
        this.history = history;
        this.chunkSize = chunkSize;
    }

    /** Plays the history, lets the source rest and syncs once more. */
    void run() {
        while (next < history.script().size()) {
            try {
                point();
            } catch (BrokenOff e) {
                // Nothing was under way.
            }
            sync();
        }
        source.tick(api.delay() + 1);
        if (sync() && api.tellsWhatItLeavesOut()) {
            requireEverything();
        }
    }

    int failures() {
        return failures;
    }

    int requests() {
        return requests;
    }

    @Nullable
    ObjectNode state() {
        return state;
    }

    /** @return whether it came to its end */
    boolean sync() {
        before = new HashMap<>();
        source.items().forEach(item -> before.put(item.id(), item));
        reachedBefore = reached;
        api.syncBegins(state);
        int changes = source.changes();
        int asked = requests;
        int cursors = (int) source.items().stream().map(Item::rank).distinct().count();
        Paging paging = strategy.begin(state == null ? null : state.deepCopy(), source.instant());
        try {
            while (paging.hasNext()) {
                point();
                page(paging, changes);
                int most = api.mostRequests(
                        before.size() + 5 * (source.changes() - changes), cursors, source.changes() - changes);
                require(requests - asked <= most, "asked more than " + most + " times");
            }
            commit(List.of(), paging.end());
            return true;
        } catch (BrokenOff e) {
            return false;
        }
    }

    private void page(Paging paging, int changes) {
        Answer answer = api.answer(paging.next());
        requests++;
        for (Item item : answer.items()) {
            paging.see(item.row());
        }
        try {
            paging.pageRead(answer.fact());
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            if (!api.mayFail(message, answer, source.changes() - changes)) {
                throw new AssertionError("failed without need: " + message, e);
            }
            failures++;
            throw new BrokenOff();
        }
        String impossible = api.impossible(answer);
        require(impossible.isEmpty(), "went on although " + impossible);
        point();
        write(paging, answer.items());
    }

    private void write(Paging paging, List<Item> page) {
        for (int from = 0; from < page.size(); from += chunkSize) {
            int to = Math.min(page.size(), from + chunkSize);
            List<Item> chunk = page.subList(from, to);
            ObjectNode after = paging.stateAfter(
                    chunk.stream().map(Item::row).toList(),
                    to < page.size() ? page.get(to).row() : null);
            point();
            commit(chunk, after);
            point();
        }
    }

    /** The rows and the state in one transaction. */
    private void commit(List<Item> chunk, @Nullable ObjectNode after) {
        for (Item item : chunk) {
            table.merge(item.id(), item, (old, fresh) -> isOlder(fresh, old) ? old : fresh);
        }
        if (after != null) {
            long place = api.reached(after);
            require(place >= reached, "the state went back");
            state = after;
            reached = place;
        }
        if (api.tellsWhatItLeavesOut()) {
            nothingBelowTheStateIsMissing();
        }
    }

    /** Whatever was there before the sync and has not changed since is in the table once the state says so. */
    private void nothingBelowTheStateIsMissing() {
        boolean hasMoved = reached > reachedBefore;
        for (Item item : before.values()) {
            long place = item.usable() ? api.place(item) : Long.MAX_VALUE;
            boolean told = hasMoved ? place <= reached : place < reached && !item.late() && api.isResumed();
            if (told && isCurrent(item)) {
                requireInTable(item);
            }
        }
    }

    /** @throws AssertionError when the table lacks a record of the source */
    void requireEverything() {
        source.items().stream().filter(Item::usable).forEach(this::requireInTable);
    }

    private boolean isCurrent(Item item) {
        Item now = source.item(item.id());
        return now != null && now.version() == item.version();
    }

    private void requireInTable(Item item) {
        Item row = table.get(item.id());
        require(
                row != null && row.version() == item.version(),
                "the state is " + state + ", and for " + item + " the table has " + row);
    }

    /** Lets things happen until the history says that the sync goes on. */
    private void point() {
        while (next < history.script().size()) {
            int index = next++;
            History.Event event = history.event(index);
            if (event == History.Event.STEP) {
                return;
            }
            if (event.change == null) {
                throw new BrokenOff();
            }
            api.happen(event.change, history.number(index));
        }
    }

    /** The sink leaves alone what is newer; a cursor that does not count says nothing of that. */
    private static boolean isOlder(Item item, Item than) {
        return item.usable() && than.usable() && item.place() < than.place();
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " (source " + source.items() + ")");
        }
    }
}
