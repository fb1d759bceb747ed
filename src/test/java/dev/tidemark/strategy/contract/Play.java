package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A source that changes, a table, and syncs between them that may break off anywhere. Whatever happens, it checks that the
 * state is never ahead of the rows and never goes back, that a sync asks a bounded number of times and fails only where it
 * must, and not for ever where the API gives no reason; and in the end that the table has what the source has.
 */
final class Play {

    private final Api api;
    private final Source source;
    private final History history;
    private final Runner runner;

    private long reached = Long.MIN_VALUE;
    private int next;

    private Map<Integer, Item> before = Map.of();
    private long reachedBefore;
    private int failures;
    private String failure = "";
    private int requests;
    private int requestsBefore;
    private int changesBefore;
    private Response last = new Response(List.of(), null);

    /** The program died, or a request failed. */
    static final class BrokenOff extends RuntimeException {
        BrokenOff() {
            super(null, null, false, false);
        }
    }

    Play(Api api, History history, Runner runner) {
        this.api = api;
        this.source = api.source();
        this.history = history;
        this.runner = runner;
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
        boolean ended = sync() || syncAtRest();
        if (ended && api.tellsWhatItLeavesOut()) {
            requireEverything();
        }
    }

    private boolean syncAtRest() {
        boolean ended = sync();
        require(ended || !api.mustEnd(), "failed twice though the source rests: " + failure);
        return ended;
    }

    int failures() {
        return failures;
    }

    /** The message of the sync that failed last; empty when none has. */
    String failure() {
        return failure;
    }

    int requests() {
        return requests;
    }

    @Nullable
    ObjectNode state() {
        return runner.state();
    }

    /** @return whether it came to its end */
    boolean sync() {
        before = new HashMap<>();
        source.items().forEach(item -> before.put(item.id(), item));
        reachedBefore = reached;
        requestsBefore = requests;
        changesBefore = source.changes();
        api.syncBegins(runner.state());
        try {
            return runner.sync(this);
        } catch (BrokenOff e) {
            return false;
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            if (!api.mayFail(message, last, changes())) {
                throw new AssertionError("failed without need: " + message, e);
            }
            failures++;
            failure = message;
            return false;
        }
    }

    /** What follows is of a part of the sync whose last response was this. */
    void turnsTo(Response response) {
        last = response;
    }

    /** A request is made. */
    Response respond(PageRequest request) {
        point();
        last = api.respond(request);
        requests++;
        int cursors = (int) before.values().stream().map(Item::rank).distinct().count();
        int most = runner.most(api.mostRequests(before.size() + 5 * changes(), cursors, changes()));
        require(requests - requestsBefore <= most, "asked more than " + most + " times");
        return last;
    }

    /** The strategy continues from the last response. */
    void pageRead() {
        String impossible = api.impossible(last);
        require(impossible.isEmpty(), "continued although " + impossible);
        point();
    }

    /** Rows, or the state, or both were written. */
    void committed() {
        ObjectNode state = runner.state();
        if (state != null) {
            long place = api.reached(state);
            require(place >= reached, "the state went back");
            reached = place;
        }
        if (api.tellsWhatItLeavesOut()) {
            nothingBelowTheStateIsMissing();
        }
    }

    private int changes() {
        return source.changes() - changesBefore;
    }

    /** Whatever was there before the sync and has not changed since is in the table once the state says so. */
    private void nothingBelowTheStateIsMissing() {
        boolean hasMoved = reached > reachedBefore;
        Predicate<Item> table = runner.table();
        for (Item item : before.values()) {
            long place = item.usable() ? api.place(item) : Long.MAX_VALUE;
            boolean told = hasMoved ? place <= reached : place < reached && !item.late() && api.isResumed();
            if (told && isCurrent(item)) {
                requireIn(table, item);
            }
        }
    }

    /** @throws AssertionError when the table lacks a record of the source */
    void requireEverything() {
        Predicate<Item> table = runner.table();
        source.items().stream().filter(Item::usable).forEach(item -> requireIn(table, item));
    }

    private boolean isCurrent(Item item) {
        Item now = source.item(item.id());
        return now != null && now.version() == item.version();
    }

    private void requireIn(Predicate<Item> table, Item item) {
        if (!table.test(item)) {
            require(false, "the state is " + runner.state() + ", and the table has not " + item);
        }
    }

    /** Lets things happen until the history lets the sync continue. */
    void point() {
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

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " (source " + source.items() + ")");
        }
    }
}
