package dev.tidemark.sync;

import dev.tidemark.state.SyncStart;
import dev.tidemark.state.UnitTable;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Hands the ranges of a sync to workers, a limited number at a time, and advances the state over finished ranges without a
 * gap. Discards the ranges of an earlier planner that did not finish. Not thread-safe; confined to the sync's thread.
 */
final class WorkPlanner {

    /** Ranges queued per partition, so that a worker always finds the next one. */
    private static final int AHEAD = 4;

    private static final Logger LOG = LoggerFactory.getLogger(WorkPlanner.class);

    private static final int MAX_ATTEMPTS = 3;

    /**
     * A range may be restarted because a worker joined or left. After this many starts, the range itself is taken as the
     * cause.
     */
    private static final int MAX_CLAIMS = 10;

    private static final long FIRST_LOOK_MILLIS = 20;
    private static final long LAST_LOOK_MILLIS = 1000;

    private static final Duration REPEAT = Duration.ofSeconds(2);

    /** The interval between two checks of the table; it doubles while nothing changes. */
    private static final ExponentialBackOff LOOKS = looks();

    /** Longer than a request with all its retries takes by default. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final long REMINDER_NANOS = Duration.ofSeconds(10).toNanos();

    private final CamelContext context;
    private final WorkPlan plan;
    private final String id;
    private final UnitTable table;
    private final WorkChannel topic;
    private final int[] waiting;
    private final Map<Long, Out> out = new HashMap<>();
    private long number;

    /** The ranges that were handed out. */
    private record Out(UnitTask task, WorkUnit range, int partition, int attempt, long since) {}

    private WorkPlanner(
            CamelContext context, WorkChannel topic, int partitions, WorkPlan plan, String id, UnitTable table) {
        this.context = context;
        this.topic = topic;
        this.waiting = new int[partitions];
        this.plan = plan;
        this.id = id;
        this.table = table;
    }

    /**
     * Creates the planner of a sync that starts.
     *
     * @param leased whether this process holds the source's lease
     */
    static WorkPlanner of(
            CamelContext context, WorkChannel topic, RangedStrategy strategy, SyncStart start, boolean leased) {
        if (!leased) {
            throw new IllegalStateException(
                    "ranges requires Tidemark's own program, whose processes agree by leases on who hands them"
                            + " out; use `run` or `sync`, or remove ranges");
        }
        int partitions = topic.partitions(context);
        WorkPlan plan = strategy.plan(start.state(), start.at(), AHEAD * partitions);
        UnitTable table = StateRepositories.own(context).units();
        return new WorkPlanner(context, topic, partitions, plan, start.id(), table);
    }

    /** How the sync reads its source: through workers. */
    WorkPlan plan() {
        return plan;
    }

    /**
     * Runs until all ranges are done, or the sync is to stop.
     *
     * @param written receives the time that each range took since it was handed out
     */
    void run(SyncRun sync, Consumer<Duration> written) {
        String source = sync.source();
        table.createTable();
        table.clear(source);
        long last = System.nanoTime();
        long looked = last;
        List<UnitTask> before = List.of();
        BackOffExecution pauses = LOOKS.start();
        try {
            while (plan.hasNext() && !sync.isStopping()) {
                for (List<WorkUnit> more = plan.next(); !more.isEmpty() && !sync.isStopping(); more = plan.next()) {
                    more.forEach(range -> handOut(source, range));
                }
                List<UnitTask> all = table.all(source, id);
                if (all.size() != out.size()) {
                    throw new IllegalStateException("another sync of " + source
                            + " has taken over its ranges; run only one sync of it" + " at a time");
                }
                all.forEach(WorkPlanner::requireSurvivors);
                List<UnitTask> ended =
                        all.stream().filter(task -> task.progress().hasEnded()).toList();
                if (!all.equals(before)) {
                    before = all;
                    pauses = LOOKS.start();
                }
                long now = System.nanoTime();
                if (!ended.isEmpty()) {
                    last = now;
                    looked = now;
                    pass(sync, ended, written);
                } else if (now - looked > REMINDER_NANOS) {
                    remind(all);
                    looked = System.nanoTime();
                } else if (now - last > PATIENCE.toNanos()) {
                    throw new IllegalStateException("no range was completed for " + PATIENCE.toMinutes()
                            + " minutes; check that its workers are running, and see their logs");
                } else {
                    Pause.until(sync::isStopping, Duration.ofMillis(pauses.nextBackOff()), context);
                }
            }
        } catch (RuntimeException e) {
            forget(source, e);
            throw e;
        }
        table.clear(source, id);
    }

    private static ExponentialBackOff looks() {
        ExponentialBackOff looks = new ExponentialBackOff(FIRST_LOOK_MILLIS, 2);
        looks.setMaxInterval(LAST_LOOK_MILLIS);
        return looks;
    }

    /** Report the original failure. */
    private void forget(String source, RuntimeException failure) {
        try {
            table.clear(source, id);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void handOut(String source, WorkUnit range) {
        UnitTask task = new UnitTask(source, id, number++, range.first(), range.last());
        table.add(task);
        send(new Out(task, range, idlest(), 1, System.nanoTime()));
    }

    private void send(Out range) {
        out.put(range.task().number(), range);
        waiting[range.partition()]++;
        topic.send(context, range.partition(), range.task());
    }

    /** The topic may have been deleted, or may have lost messages; duplicates are harmless. */
    private void remind(List<UnitTask> all) {
        try {
            topic.partitions(context);
        } catch (UncheckedIOException e) {
            // Workers that already have a range do not need the broker.
            LOG.warn("{}", e.getMessage());
            return;
        }
        all.stream()
                .filter(task -> task.progress().worker() == null)
                .forEach(task -> topic.send(
                        context, Objects.requireNonNull(out.get(task.number())).partition(), task));
    }

    private int idlest() {
        int least = 0;
        for (int partition = 1; partition < waiting.length; partition++) {
            least = waiting[partition] < waiting[least] ? partition : least;
        }
        return least;
    }

    private void pass(SyncRun sync, List<UnitTask> ended, Consumer<Duration> written) {
        for (UnitTask task : ended) {
            if (task.progress().found() != null) {
                Out range = takeBack(task);
                plan.done(range.range(), task.progress().found());
                sync.othersDid(Objects.requireNonNull(task.progress().counts()), plan.state());
                written.accept(Duration.ofNanos(System.nanoTime() - range.since()));
                table.remove(task);
            }
        }
        // Afterwards: the last attempt ends the sync, and the finished ranges must count.
        for (UnitTask task : ended) {
            if (task.progress().stopped()) {
                throw new UncheckedIOException(
                        new SyncStoppedException(task.progress().error()));
            }
            if (task.progress().found() == null) {
                again(sync, takeBack(task), String.valueOf(task.progress().error()));
            }
        }
    }

    private static void requireSurvivors(UnitTask task) {
        if (task.progress().claims() >= MAX_CLAIMS && !task.progress().hasEnded()) {
            throw new IllegalStateException("the range from " + task.first() + " to " + task.last() + " was begun "
                    + task.progress().claims()
                    + " times, and no worker finished it; see the workers' logs for the cause (out of memory?),"
                    + " or make the ranges smaller");
        }
    }

    private Out takeBack(UnitTask task) {
        Out range = Objects.requireNonNull(out.remove(task.number()), "a range that was not handed out");
        waiting[range.partition()]--;
        return range;
    }

    private void again(SyncRun sync, Out range, String error) {
        if (range.attempt() == MAX_ATTEMPTS) {
            throw new IllegalStateException(
                    "the range from " + range.range() + " failed " + MAX_ATTEMPTS + " times; last error: " + error);
        }
        // The cause may be temporary.
        Pause.until(sync::isStopping, REPEAT, context);
        if (sync.isStopping()) {
            return;
        }
        table.again(range.task());
        send(new Out(range.task(), range.range(), idlest(), range.attempt() + 1, range.since()));
    }
}
