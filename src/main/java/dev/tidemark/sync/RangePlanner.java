package dev.tidemark.sync;

import dev.tidemark.state.RangeTable;
import dev.tidemark.state.RangeTask;
import dev.tidemark.strategy.IdRange;
import dev.tidemark.strategy.StepPlan;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;

/**
 * Hands the ranges of a sync to workers, so many at a time, and moves the state over those that are done without a gap. The
 * work of whoever planned before, and did not come to its end, is forgotten: it was not passed. Used by one thread.
 */
final class RangePlanner {

    /** So many ranges wait for each partition that a worker always finds the next one. */
    private static final int AHEAD = 4;

    private static final int MAX_ATTEMPTS = 3;
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    /** Longer than a request with all its retries may take by default. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final CamelContext context;
    private final Sync sync;
    private final StepPlan plan;
    private final String id;
    private final RangeTable table;
    private final RangeTopic topic;
    private final int[] waiting;
    private final Map<Long, Out> out = new HashMap<>();
    private long number;

    /** What was handed out. */
    private record Out(RangeTask task, IdRange range, int partition, int attempt) {}

    RangePlanner(
            CamelContext context,
            Sync sync,
            StepPlan plan,
            String id,
            RangeTable table,
            RangeTopic topic,
            int partitions) {
        this.context = context;
        this.sync = sync;
        this.plan = plan;
        this.id = id;
        this.table = table;
        this.topic = topic;
        this.waiting = new int[partitions];
    }

    static int window(int partitions) {
        return AHEAD * partitions;
    }

    /** Returns when all is done, or the sync is to stop. */
    void run() {
        table.createTable();
        table.clear(sync.source());
        long last = System.nanoTime();
        try {
            while (!plan.hasEnded() && !sync.isStopping()) {
                plan.next().forEach(this::handOut);
                List<RangeTask> all = table.all(sync.source(), id);
                if (all.size() != out.size()) {
                    throw new IllegalStateException("another sync of " + sync.source() + " has taken over its ranges;"
                            + " run one sync of it at a time");
                }
                List<RangeTask> ended = all.stream().filter(RangeTask::hasEnded).toList();
                if (!ended.isEmpty()) {
                    last = System.nanoTime();
                    pass(ended);
                } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                    throw new IllegalStateException("no range has come back for " + PATIENCE.toMinutes()
                            + " minutes; see whether its workers run, and what they log");
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        } finally {
            table.clear(sync.source(), id);
        }
    }

    private void handOut(IdRange range) {
        RangeTask task = new RangeTask(
                sync.source(),
                id,
                number++,
                range.first().toString(),
                range.last().toString());
        table.add(task);
        send(new Out(task, range, idlest(), 1));
    }

    private void send(Out range) {
        out.put(range.task().number(), range);
        waiting[range.partition()]++;
        topic.send(context, range.partition(), range.task());
    }

    private int idlest() {
        int least = 0;
        for (int partition = 1; partition < waiting.length; partition++) {
            least = waiting[partition] < waiting[least] ? partition : least;
        }
        return least;
    }

    private void pass(List<RangeTask> ended) {
        for (RangeTask task : ended) {
            Out range = Objects.requireNonNull(out.remove(task.number()), "a range that was not handed out");
            waiting[range.partition()]--;
            if (task.found() == null) {
                again(range, String.valueOf(task.error()));
            } else {
                plan.done(range.range(), task.found());
                sync.tally().add(Objects.requireNonNull(task.counts()));
            }
        }
        sync.reached(plan.state());
        ended.stream().filter(task -> task.found() != null).forEach(table::remove);
    }

    private void again(Out range, String error) {
        if (range.attempt() == MAX_ATTEMPTS) {
            throw new IllegalStateException(
                    "the ids from " + range.range() + " failed " + MAX_ATTEMPTS + " times, at last: " + error);
        }
        table.again(range.task());
        send(new Out(range.task(), range.range(), idlest(), range.attempt() + 1));
    }

    /** What a worker is to fetch. */
    static IdRange range(RangeTask task) {
        return new IdRange(new BigInteger(task.first()), new BigInteger(task.last()));
    }
}
