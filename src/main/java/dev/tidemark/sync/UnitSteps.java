package dev.tidemark.sync;

import dev.tidemark.graph.SinkReach;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncStart;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WorkUnit;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The begin of a work unit on an exchange of its source's route, and what becomes of one that cannot begin. */
record UnitSteps(UnitWork work, WorkDivision division) {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    SyncRun begin(Exchange exchange, SinkReach reach) {
        reach.requireSafety();
        Strategy strategy = division.strategy();
        SyncStart start = SyncStart.at(
                work.task().source(),
                strategy.name(),
                SyncEnvironment.of(exchange.getContext()).now(),
                false);
        if (!division.hasPartitions()) {
            UnitTask task = work.task();
            RangeFetch fetch = new RangeFetch(work, strategy.name(), StateRepositories.own(exchange.getContext()));
            Paging paging = ((RangedStrategy) strategy).range(new WorkUnit(task.first(), task.last()), start.at());
            return new SyncOpening(task.source(), strategy, fetch, SyncOptions.NONE, false, SyncEnvironment.NONE, fetch)
                    .begin(start, null, paging, reach, exchange);
        }
        strategy.keyedBy(reach.sinkKey());
        return work.partition() == null
                ? beginPartition(start, exchange, reach)
                : beginListed(work.partition(), start, exchange, reach);
    }

    private SyncRun beginPartition(SyncStart start, Exchange exchange, SinkReach reach) {
        JdbcStateRepository states = StateRepositories.own(exchange.getContext());
        UnitTask task = work.task();
        StoredPartition partition = states.partitions()
                .find(task.source(), task.first())
                .orElseThrow(() -> new IllegalStateException(
                        "its partition is not in tidemark_partitions any more: its state was removed meanwhile"));
        PartitionFetch fetch = new PartitionFetch(
                work,
                partition,
                PartitionValues.of(partition.partition().values()),
                division.strategy(),
                states,
                new MissingParent(division.skipsMissing()));
        StoredState stored = fetch.find().orElse(null);
        return SyncOpening.of(task.source(), division.strategy(), fetch, stored, SyncOptions.NONE, SyncEnvironment.NONE)
                .fetching(fetch, partition.state() == null && othersHaveCursors(states, partition))
                .begin(start.from(partition.state()), stored, reach, exchange);
    }

    /** Then the table has been filled, and a new partition must not create it again for itself alone. */
    private boolean othersHaveCursors(JdbcStateRepository states, StoredPartition partition) {
        return states.partitions().earlierStates(work.task().source(), partition.seenAt()).stream()
                .anyMatch(state -> division.strategy().reached(state) != null);
    }

    private SyncRun beginListed(StoredPartition partition, SyncStart start, Exchange exchange, SinkReach reach) {
        Strategy strategy = division.strategy();
        SyncOptions given = CamelContextHelper.findSingleByType(exchange.getContext(), SyncOptions.class);
        SyncOptions options = given == null ? SyncOptions.NONE : given;
        StoredState stored = partition.state() == null
                ? null
                : new StoredState(strategy.name(), strategy.cursorField(), partition.state(), partition.version());
        StateStore none = StateStore.inMemory(strategy.name(), strategy.cursorField());
        SyncEnvironment environment =
                options.dryRun() ? SyncEnvironment.of(exchange.getContext()) : SyncEnvironment.NONE;
        return SyncOpening.of(work.task().source(), strategy, none, stored, options, environment)
                .fetching(
                        new PartitionsHere.Outcome(
                                work,
                                PartitionValues.of(partition.partition().values()),
                                new MissingParent(division.skipsMissing())),
                        false)
                .begin(start.from(partition.state()), stored, reach, exchange);
    }

    /** Called when the unit could not begin. */
    void cannotBegin(Exchange exchange, Throwable cause) {
        String error = Failure.text(cause);
        LOG.warn("{}: cannot start a work unit: {}", work.task().source(), error);
        // A process that stops cannot judge: another one takes the unit over.
        if (work.partition() != null || work.isCancelled().getAsBoolean() || StopCheck.isUnder(exchange)) {
            return;
        }
        try {
            JdbcStateRepository states = StateRepositories.own(exchange.getContext());
            states.units().inTransaction(() -> recordFailure(states, error));
        } catch (RuntimeException e) {
            // Its worker tries again.
            LOG.warn("{}: cannot record that: {}", work.task().source(), Failure.text(e));
        }
    }

    private void recordFailure(JdbcStateRepository states, String error) {
        UnitTask task = work.task();
        boolean counts = states.units().failed(task, error, UnitTask.Failure.ITS_OWN, RowCounts.NONE);
        if (counts && division.hasPartitions()) {
            states.partitions().find(task.source(), task.first()).ifPresent(partition -> states.partitions()
                    .ended(task.source(), task.first(), partition.seenAt(), error));
        }
    }
}
