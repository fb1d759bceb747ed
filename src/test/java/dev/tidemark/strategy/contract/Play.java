package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A source that changes, a table, and syncs between them that may break off anywhere. Whatever happens, the {@link Promises}
 * hold, a sync does not fail for ever where the API gives no reason, and in the end the table has what the source has.
 */
final class Play {

    private final Api api;
    private final History history;
    private final Runner runner;
    private final Promises promises;
    private int next;

    /** The program died, or a request failed. */
    static final class BrokenOff extends RuntimeException {
        BrokenOff() {
            super(null, null, false, false);
        }
    }

    Play(Api api, History history, Runner runner) {
        this.api = api;
        this.history = history;
        this.runner = runner;
        this.promises = new Promises(api, runner, runner::most);
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
        api.source().tick(api.delay() + 1);
        boolean ended = sync() || syncAtRest();
        if (ended && api.tellsWhatItLeavesOut()) {
            requireEverything();
        }
    }

    private boolean syncAtRest() {
        boolean ended = sync();
        promises.requireEnd(ended);
        return ended;
    }

    int failures() {
        return promises.failures();
    }

    /** The message of the sync that failed last; empty when none has. */
    String failure() {
        return promises.failure();
    }

    int requests() {
        return promises.requests();
    }

    @Nullable
    ObjectNode state() {
        return runner.state();
    }

    /** @return whether it came to its end */
    boolean sync() {
        promises.begin();
        try {
            return runner.sync(this);
        } catch (BrokenOff e) {
            return false;
        } catch (IllegalStateException e) {
            promises.failed(e);
            return false;
        }
    }

    /** What follows is of a part of the sync whose last response was this. */
    void turnsTo(Response response) {
        promises.turnsTo(response);
    }

    /** A request is made. */
    Response respond(PageRequest request) {
        point();
        return promises.respond(request);
    }

    /** The strategy continues from the last response. */
    void pageRead() {
        promises.pageRead();
        point();
    }

    /** Rows, or the state, or both were written. */
    void committed() {
        promises.committed();
    }

    /** @throws AssertionError when the table lacks a record of the source */
    void requireEverything() {
        promises.requireEverything();
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
}
