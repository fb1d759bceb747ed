package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncStart;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.cursor.Cursor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a sync starts with.
 *
 * @param states where it stores its state
 * @param hasCursor whether earlier syncs stored a cursor that it resumes from
 * @param unit the work unit that it fetches; null for the whole source
 */
record SyncOpening(
        String source,
        Strategy strategy,
        StateStore states,
        SyncOptions options,
        boolean hasCursor,
        SyncEnvironment environment,
        @Nullable UnitFetch unit) {

    /**
     * Creates the opening of a source's sync.
     *
     * @param states where the source's state is stored
     * @param stored what is stored there; null when nothing is
     * @throws IllegalStateException when that belongs to another strategy
     */
    static SyncOpening of(
            String source,
            Strategy strategy,
            StateStore states,
            @Nullable StoredState stored,
            SyncOptions options,
            SyncEnvironment environment) {
        if (stored != null) {
            requireSame(source, "strategy", stored.strategy(), strategy.name());
            requireSame(source, "cursorField", stored.cursorField(), strategy.cursorField());
        }
        // A dry run and a backfill concern only this process.
        boolean stores = !options.dryRun() && !options.isBackfill();
        return new SyncOpening(
                source,
                strategy,
                stores ? states : StateStore.inMemory(strategy.name(), strategy.cursorField()),
                options,
                stored != null && hasCursor(strategy, stored),
                environment,
                null);
    }

    /**
     * The same for a work unit.
     *
     * @param othersHaveCursors whether earlier syncs stored a cursor of another unit
     */
    SyncOpening fetching(UnitFetch part, boolean othersHaveCursors) {
        return new SyncOpening(source, strategy, states, options, hasCursor || othersHaveCursors, environment, part);
    }

    /** A state that was set by hand does not name its cursor field: nothing may have been written for it yet. */
    private static boolean hasCursor(Strategy strategy, StoredState stored) {
        boolean ownWord = strategy.cursorField() == null || stored.cursorField() != null;
        return ownWord && !stored.hasPartitions() && strategy.reached(stored.state()) != null;
    }

    /** A state is meaningless to another strategy or cursor field. */
    private static void requireSame(String source, String what, @Nullable String before, @Nullable String now) {
        if (before != null && !before.isEmpty() && now != null && !before.equals(now)) {
            throw new IllegalStateException(
                    "its state was stored with the " + what + " " + before + ", and the source now has " + now
                            + "; run `state reset " + source + "` to restart from the beginning");
        }
    }

    /** Starts it on an exchange. */
    SyncRun begin(SyncStart start, @Nullable StoredState stored, SinkReach reach, Exchange exchange) {
        StoredState from = options.from() == null
                ? stored
                : new StoredState(
                        strategy.name(), strategy.cursorField(), strategy.stateAt(options.from(), start.state()), 0);
        return begin(start, from, strategy.begin(state(from), start.at()), reach, exchange);
    }

    /** Starts it on an exchange, with those pages. */
    SyncRun begin(SyncStart start, @Nullable StoredState from, Paging paging, SinkReach reach, Exchange exchange) {
        SyncStats stats = new SyncStats(start);
        return new SyncRun(
                this,
                stats,
                paging,
                new PageSource(paging, stats, unit == null ? PartitionValues.NONE : unit.values()),
                from,
                reach,
                exchange);
    }

    BackfillFilter range(SyncStart start) {
        ObjectNode before = StoredState.hasPartitions(start.state()) ? null : start.state();
        Cursor last = options.to() == null ? null : strategy.reached(strategy.stateAt(options.to(), before));
        return new BackfillFilter(strategy, last);
    }

    Progress progress(@Nullable StoredState from, SyncStart start) {
        ObjectNode state = state(from);
        return new Progress(source, strategy, StoredState.hasPartitions(state) ? null : state, start.at());
    }

    private static @Nullable ObjectNode state(@Nullable StoredState stored) {
        return stored == null ? null : stored.state();
    }
}
