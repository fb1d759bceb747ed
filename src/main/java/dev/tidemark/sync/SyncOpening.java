package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Cursor;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What a sync is opened with.
 *
 * @param states where it keeps how far it is
 * @param hasCursor whether syncs before it stored a cursor that it resumes from
 */
record SyncOpening(
        String source, Strategy strategy, Checkpoints states, Errand errand, boolean hasCursor, Surroundings around) {

    /**
     * The sync of a source.
     *
     * @param states where the source's state is kept
     * @param stored what is stored there; null when nothing is
     * @throws IllegalStateException when that is another strategy's
     */
    static SyncOpening of(
            String source,
            Strategy strategy,
            Checkpoints states,
            @Nullable StoredState stored,
            Errand errand,
            Surroundings around) {
        if (stored != null) {
            requireSame(source, "strategy", stored.strategy(), strategy.name());
            requireSame(source, "cursorField", stored.cursorField(), strategy.cursorField());
        }
        // A dry run and a backfill are this process's own business.
        boolean stores = !errand.dryRun() && !errand.isBackfill();
        return new SyncOpening(
                source,
                strategy,
                stores ? states : Checkpoints.inMemory(strategy.name(), strategy.cursorField()),
                errand,
                stored != null && hasCursor(strategy, stored),
                around);
    }

    /** A state that was set by hand does not say whose values it holds: nothing may have been written for it yet. */
    private static boolean hasCursor(Strategy strategy, StoredState stored) {
        boolean ownWord = strategy.cursorField() == null || stored.cursorField() != null;
        return ownWord && strategy.reached(stored.state()) != null;
    }

    /** A state means nothing to another strategy, and the values of one field nothing to another. */
    private static void requireSame(String source, String what, @Nullable String before, @Nullable String now) {
        if (before != null && !before.isEmpty() && now != null && !before.equals(now)) {
            throw new IllegalStateException("its state was stored with the " + what + " " + before + ", and it now has "
                    + now + "; run `state reset " + source + "` to restart from the beginning");
        }
    }

    /** Begins it on an exchange. */
    SyncRun begin(SyncStart start, @Nullable StoredState stored, SinkReach reach, Exchange exchange) {
        StoredState from = errand.from() == null
                ? stored
                : new StoredState(
                        strategy.name(), strategy.cursorField(), strategy.stateAt(errand.from(), start.state()), 0);
        return begin(start, from, strategy.begin(state(from), start.at()), reach, exchange);
    }

    /** Begins it on an exchange, with those pages. */
    SyncRun begin(SyncStart start, @Nullable StoredState from, Paging paging, SinkReach reach, Exchange exchange) {
        Tally tally = new Tally(start);
        return new SyncRun(this, tally, paging, new PageSource(paging, tally), from, reach, exchange);
    }

    Range range(SyncStart start) {
        Cursor last = errand.to() == null ? null : strategy.reached(strategy.stateAt(errand.to(), start.state()));
        return new Range(strategy, last);
    }

    Progress progress(@Nullable StoredState from, SyncStart start) {
        return new Progress(source, strategy, state(from), start.at());
    }

    private static @Nullable ObjectNode state(@Nullable StoredState stored) {
        return stored == null ? null : stored.state();
    }
}
