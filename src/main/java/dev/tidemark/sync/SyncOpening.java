package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.StoredState;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How the sync of a source begins: what it goes on from, and the paging that its strategy makes of that.
 *
 * @param states where the source's state is kept
 * @param topic where the source's ranges go; null when they are not handed out
 */
record SyncOpening(String source, Strategy strategy, Checkpoints states, @Nullable RangeTopic topic, Errand errand) {

    /**
     * A sync that has begun.
     *
     * @param planner hands its ranges out; null when it fetches all by itself
     */
    record Opened(Sync sync, Progress progress, @Nullable RangePlanner planner) {}

    /** What is stored for the source; null when nothing is. */
    @Nullable
    StoredState stored() {
        StoredState stored = (errand.dryRun() ? states.look() : states.find()).orElse(null);
        if (stored != null) {
            requireSame("strategy", stored.strategy(), strategy.name());
            requireSame("cursorField", stored.cursorField(), strategy.cursorField());
        }
        return stored;
    }

    /**
     * Begins it on an exchange.
     *
     * @param leased whether this process holds the source's lease
     */
    Opened open(Exchange exchange, SyncStart start, @Nullable StoredState stored, SinkReach reach, boolean leased) {
        strategy.keyedBy(reach.sinkKey());
        StoredState from = errand.from() == null
                ? stored
                : new StoredState(
                        strategy.name(), strategy.cursorField(), strategy.stateAt(errand.from(), start.state()), 0);
        ObjectNode before = from == null ? null : from.state();
        // A dry run and a backfill are this process's own business.
        boolean stores = !errand.dryRun() && !errand.isBackfill();
        RangePlanner planner = stores && topic != null && topic.isUsed()
                ? RangePlanner.of(exchange.getContext(), topic, (RangedStrategy) strategy, start, leased)
                : null;
        Paging paging = planner == null ? strategy.begin(before, start.at()) : planner.paging();
        Progress progress = new Progress(source, strategy, before, start.at());
        Sync sync = new Sync(
                source,
                strategy.name(),
                strategy.cursorField(),
                paging,
                stores ? states : Checkpoints.inMemory(strategy.name(), strategy.cursorField()),
                from,
                errand,
                range(start.state()),
                start,
                stored != null && hasCursor(stored),
                progress,
                !reach.ends().isEmpty(),
                exchange);
        return new Opened(sync, progress, planner);
    }

    /** A state that was set by hand does not say whose values it holds: nothing may have been written for it yet. */
    private boolean hasCursor(StoredState stored) {
        boolean ownWord = strategy.cursorField() == null || stored.cursorField() != null;
        return ownWord && strategy.reached(stored.state()) != null;
    }

    private Range range(@Nullable ObjectNode before) {
        return new Range(
                strategy, errand.to() == null ? null : strategy.reached(strategy.stateAt(errand.to(), before)));
    }

    /** A state means nothing to another strategy, and the values of one field nothing to another. */
    private void requireSame(String what, @Nullable String before, @Nullable String now) {
        if (before != null && !before.isEmpty() && now != null && !before.equals(now)) {
            throw new IllegalStateException("its state was stored with the " + what + " " + before + ", and it now has "
                    + now + "; run `state reset " + source + "` to begin anew");
        }
    }
}
