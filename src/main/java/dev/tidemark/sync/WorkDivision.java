package dev.tidemark.sync;

import dev.tidemark.graph.SinkReach;
import dev.tidemark.partition.Partitions;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.Partition;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncStart;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.WorkPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a source's syncs are divided into work units.
 *
 * @param topic null when its Kamelet cannot divide syncs
 * @param partitions null when its Kamelet has none
 */
record WorkDivision(Strategy strategy, @Nullable UnitTopic topic, @Nullable Partitions partitions) {

    private static final int BATCH = 1000;

    boolean hasPartitions() {
        return partitions != null && partitions.isUsed();
    }

    /** Whether the work is divided in syncs with these options. */
    boolean isUsed(SyncOptions options) {
        boolean hasWorkers = topic != null && (topic.isUsed() || topic.workers() > 1);
        boolean hasRanges = hasWorkers && strategy instanceof RangedStrategy ranged && ranged.isDivided();
        return hasPartitions() || (hasRanges && options.equals(SyncOptions.NONE));
    }

    /** Whether partitions that the API does not have are passed over. */
    boolean skipsMissing() {
        return partitions != null && partitions.skipsMissing();
    }

    /** Whether that requires the table of states. */
    boolean requiresOwnStates() {
        return hasPartitions() || (topic != null && (topic.isUsed() || topic.workers() > 1));
    }

    /**
     * Checks that a stored state is of the kind that the source has now.
     *
     * @throws IllegalStateException when it is not; the message says what to change
     */
    void requireOwn(@Nullable StoredState stored, String source) {
        if (stored == null || hasPartitions() == stored.hasPartitions()) {
            return;
        }
        throw new IllegalStateException(
                hasPartitions()
                        ? "its state was stored without partitions, and one cursor for all says nothing about each; run"
                                + " `state reset " + source + "` to start all partitions from the beginning, or remove"
                                + " partitions"
                        : "its state is stored for each partition, and the source has no partitions now; run `state reset "
                                + source + "` to restart from the beginning, or set partitions again");
    }

    /**
     * Begins a sync whose work is divided.
     *
     * @throws IllegalStateException when it cannot be; the message says what to change
     */
    SyncRun begin(
            SyncOpening opening, SyncStart start, @Nullable StoredState stored, SinkReach reach, Exchange exchange) {
        JdbcStateRepository own = StateRepositories.own(exchange.getContext());
        Route route = exchange.getUnitOfWork().getRoute();
        if (!opening.options().equals(SyncOptions.NONE)) {
            PartitionPlan plan = new PartitionPlan(listed(own, opening.source(), stored), 0, 1);
            return run(opening, start, plan, stored, reach, exchange, new PartitionsHere(plan, route, start.id()));
        }
        WorkChannel channel = channel(opening, route, exchange);
        int window = WorkPlanner.window(channel);
        StoredState from = stored;
        WorkPlan plan;
        if (hasPartitions()) {
            // Each sync has its own version, so that workers of an earlier one cannot write any more.
            from = opening.states().store(stored, StoredState.ofPartitions(), RowCounts.NONE);
            clear(own, opening.source());
            plan = new PartitionPlan(found(own.partitions(), opening.source(), start.at()), from.version(), window);
        } else {
            clear(own, opening.source());
            plan = ((RangedStrategy) strategy).plan(start.state(), start.at(), window);
        }
        WorkRunner runner = new WorkPlanner(plan, channel, own.units(), start.id());
        return run(opening, start, plan, from, reach, exchange, runner);
    }

    /** Workers of an earlier sync lose their units. */
    private static void clear(JdbcStateRepository own, String source) {
        own.units().createTable();
        own.units().clear(source);
    }

    private static SyncRun run(
            SyncOpening opening,
            SyncStart start,
            WorkPlan plan,
            @Nullable StoredState from,
            SinkReach reach,
            Exchange exchange,
            WorkRunner runner) {
        SyncRun run = new SyncRun(opening, new SyncStats(start), plan, null, from, reach, exchange);
        run.dividedBy(runner);
        return run;
    }

    private WorkChannel channel(SyncOpening opening, Route route, Exchange exchange) {
        UnitTopic shared = topic;
        if (shared == null || !shared.isUsed()) {
            return new LocalWorkers(opening.source(), route, shared == null ? 1 : shared.workers());
        }
        if (opening.environment().leases() == null) {
            throw new IllegalStateException(
                    "ranges requires Tidemark's own program, whose processes agree by leases on who hands the work"
                            + " out; use `run` or `sync`, or remove ranges");
        }
        return shared.open(exchange.getContext());
    }

    /** Reads the partitions, and records them afterwards: both at once would need two connections. */
    private PartitionPlan.Due found(PartitionTable table, String source, Instant begun) {
        Instant at = begun.truncatedTo(ChronoUnit.MILLIS);
        table.createTable();
        // As texts, which take a fraction of the memory.
        List<String> ids = new ArrayList<>();
        List<String> values = new ArrayList<>();
        used().read(partition -> {
            ids.add(partition.id());
            values.add(partition.values().toString());
        });
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Partition> batch = new ArrayList<>();
            for (int i = from; i < Math.min(ids.size(), from + BATCH); i++) {
                batch.add(new Partition(ids.get(i), JdbcStateRepository.parse(values.get(i))));
            }
            table.found(source, at, batch);
        }
        return new TablePartitions(table, source, at);
    }

    private PartitionPlan.Due listed(JdbcStateRepository own, String source, @Nullable StoredState stored) {
        List<Partition> all = new ArrayList<>();
        used().read(all::add);
        // Without a state, the table may not exist yet.
        return new ListedPartitions(
                all, id -> stored == null ? Optional.empty() : own.partitions().find(source, id));
    }

    private Partitions used() {
        return Objects.requireNonNull(partitions, "a source without partitions");
    }
}
