package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.WorkUnit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the partitions of a sync that stores no state, one after the other in the sync's own thread: of a dry run, or of a
 * backfill.
 */
record PartitionsHere(PartitionPlan plan, Route route, String id) implements WorkRunner {

    @Override
    public void run(SyncRun sync, Consumer<Duration> written) {
        while (plan.hasNext() && !sync.isStopping()) {
            for (WorkUnit unit : plan.next()) {
                if (!sync.isStopping()) {
                    fetch(sync, unit);
                    written.accept(sync.stats().sinceChunkStarted());
                }
            }
        }
        if (!sync.isStopping()) {
            plan.complete();
        }
    }

    private void fetch(SyncRun sync, WorkUnit unit) {
        UnitTask task = new UnitTask(sync.source(), id, 0, unit.first(), unit.last());
        Exchange exchange;
        try {
            exchange = new UnitWork(task, sync::isStopping, plan.partition(unit)).fetch(route);
        } catch (Exception e) {
            plan.failed(unit, Failure.text(e));
            return;
        }
        SyncRun run = SyncRun.find(exchange);
        if (run == null || !(run.opening().unit() instanceof Outcome outcome) || outcome.result == null) {
            plan.failed(unit, Failure.text(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
            return;
        }
        SyncResult result = outcome.result;
        sync.othersDid(result.counts(), null);
        UnitFailure failure = UnitFailure.of(result, outcome.cause);
        if (outcome.isMissing || result.status() == SyncResult.Status.OK) {
            ObjectNode found = JsonNodeFactory.instance.objectNode();
            plan.done(unit, outcome.isMissing ? found.put(PartitionPlan.GONE, result.error()) : found);
        } else if (failure.error() == null) {
            throw new UncheckedIOException(new SyncStoppedException(null));
        } else {
            failure.requireOwn();
            plan.failed(unit, failure.error());
        }
    }

    /** What became of a partition. */
    static final class Outcome implements UnitFetch {

        private final UnitWork work;
        private final PartitionValues values;
        private final MissingParent missing;
        private @Nullable SyncResult result;
        private @Nullable Throwable cause;
        private boolean isMissing;

        Outcome(UnitWork work, PartitionValues values, MissingParent missing) {
            this.work = work;
            this.values = values;
            this.missing = missing;
        }

        @Override
        public boolean isCancelled() {
            return work.isCancelled().getAsBoolean();
        }

        @Override
        public PartitionValues values() {
            return values;
        }

        @Override
        public void ended(SyncResult ended, @Nullable Throwable thrown) {
            result = ended;
            cause = thrown;
            isMissing = missing.isReported(ended, thrown);
        }
    }
}
