package dev.tidemark.sync;

import dev.tidemark.state.RowCounts;
import dev.tidemark.state.UnitTable;
import dev.tidemark.state.UnitTask;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Hands the work units of a sync to workers, a limited number at a time, and advances the state over finished units without
 * a gap. Discards the units of an earlier planner that did not finish. Not thread-safe; confined to the sync's thread.
 */
final class WorkPlanner implements WorkRunner {

    private static final Logger LOG = LoggerFactory.getLogger(WorkPlanner.class);

    /**
     * A unit may be restarted because a worker joined or left. After this many starts, the unit itself is taken as the
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

    private final WorkPlan plan;
    private final String id;
    private final UnitTable table;
    private final WorkChannel channel;
    private final int[] waiting;
    private final Map<Long, Out> out = new HashMap<>();
    private long number;

    /** The units that were handed out. */
    private record Out(UnitTask task, WorkUnit unit, int lane, int attempt, long since) {}

    /**
     * Creates the planner of a sync that starts.
     *
     * @param id the sync
     */
    WorkPlanner(WorkPlan plan, WorkChannel channel, UnitTable table, String id) {
        this.plan = plan;
        this.channel = channel;
        this.waiting = new int[channel.lanes()];
        this.table = table;
        this.id = id;
    }

    /** How many units to have in progress, so that a worker always finds the next one. */
    static int window(WorkChannel channel) {
        return WorkPlan.AHEAD * channel.lanes();
    }

    @Override
    public void run(SyncRun sync, Consumer<Duration> written) {
        try (channel) {
            handOutAll(sync, written);
        } catch (RuntimeException e) {
            forget(sync.source(), e);
            throw e;
        }
        table.clear(sync.source(), id);
        if (sync.isStopping()) {
            plan.endedEarly();
        } else {
            plan.complete();
        }
    }

    private void handOutAll(SyncRun sync, Consumer<Duration> written) {
        String source = sync.source();
        long last = System.nanoTime();
        long looked = last;
        List<UnitTask> before = List.of();
        BackOffExecution pauses = LOOKS.start();
        while (plan.hasNext() && !sync.isStopping()) {
            for (List<WorkUnit> more = plan.next(); !more.isEmpty() && !sync.isStopping(); more = plan.next()) {
                handOut(source, more);
            }
            List<UnitTask> all = table.all(source, id);
            if (all.size() != out.size()) {
                throw new IllegalStateException("another sync of " + source
                        + " has taken over its work units; run only one sync of it at a time");
            }
            all.forEach(this::requireSurvivors);
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
            } else if (channel.isLossy() && now - looked > REMINDER_NANOS) {
                remind(all);
                looked = System.nanoTime();
            } else if (channel.isLossy() && now - last > PATIENCE.toNanos()) {
                throw new IllegalStateException("no work unit was completed for " + PATIENCE.toMinutes()
                        + " minutes; check that its workers are running, and see their logs");
            } else {
                channel.await(sync::isStopping, Duration.ofMillis(pauses.nextBackOff()));
            }
        }
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
            plan.endedEarly();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void handOut(String source, List<WorkUnit> units) {
        List<UnitTask> tasks = units.stream()
                .map(unit -> new UnitTask(source, id, number++, unit.first(), unit.last()))
                .toList();
        table.add(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            send(new Out(tasks.get(i), units.get(i), idlest(), 1, System.nanoTime()));
        }
    }

    private void send(Out unit) {
        out.put(unit.task().number(), unit);
        waiting[unit.lane()]++;
        channel.send(unit.lane(), unit.task());
    }

    private void remind(List<UnitTask> all) {
        try {
            channel.check();
        } catch (UncheckedIOException e) {
            // Workers that already have a unit do not need the broker.
            LOG.warn("{}", e.getMessage());
            return;
        }
        all.stream()
                .filter(task -> task.progress().worker() == null)
                .forEach(task -> channel.send(
                        Objects.requireNonNull(out.get(task.number())).lane(), task));
    }

    private int idlest() {
        int least = 0;
        for (int lane = 1; lane < waiting.length; lane++) {
            least = waiting[lane] < waiting[least] ? lane : least;
        }
        return least;
    }

    private void pass(SyncRun sync, List<UnitTask> ended, Consumer<Duration> written) {
        List<UnitTask> done =
                ended.stream().filter(task -> task.progress().found() != null).toList();
        for (UnitTask task : done) {
            Out unit = takeBack(task);
            plan.done(unit.unit(), Objects.requireNonNull(task.progress().found()));
            sync.othersDid(Objects.requireNonNull(task.progress().counts()), null);
            written.accept(Duration.ofNanos(System.nanoTime() - unit.since()));
        }
        if (!done.isEmpty()) {
            sync.othersDid(RowCounts.NONE, plan.state());
            table.remove(done);
        }
        // Afterwards: the last attempt ends the sync, and the finished units must count.
        List<Out> again = ended.stream()
                .filter(task -> task.progress().failure() != null)
                .map(task -> failed(sync, task))
                .flatMap(Optional::stream)
                .toList();
        if (!again.isEmpty()) {
            handOutAgain(sync, again);
        }
    }

    /** Returns the unit when it is to be handed out again. */
    private Optional<Out> failed(SyncRun sync, UnitTask task) {
        String error = String.valueOf(task.progress().error()).replace(UnitFailure.ON_OWN, "");
        if (plan.attempts() == 1 && task.progress().counts() != null) {
            // It is not fetched again in this sync, and its rows are written.
            sync.othersDid(task.progress().counts(), null);
        }
        switch (Objects.requireNonNull(task.progress().failure())) {
            case STOPS_ALL -> throw new UncheckedIOException(new SyncStoppedException(error));
            case FAILS_ALL -> throw new IllegalStateException(error);
            case ITS_OWN -> {}
        }
        Out unit = takeBack(task);
        if (unit.attempt() < plan.attempts()) {
            return Optional.of(unit);
        }
        table.remove(List.of(task));
        plan.failed(unit.unit(), error);
        return Optional.empty();
    }

    private void requireSurvivors(UnitTask task) {
        if (task.progress().claims() >= MAX_CLAIMS && !task.progress().hasEnded()) {
            WorkUnit unit = Objects.requireNonNull(out.get(task.number())).unit();
            throw new IllegalStateException(plan.name(unit) + " was begun "
                    + task.progress().claims()
                    + " times, and no worker finished it; see the workers' logs for the cause (out of memory?),"
                    + " or make the units smaller");
        }
    }

    private Out takeBack(UnitTask task) {
        Out unit = Objects.requireNonNull(out.remove(task.number()), "a unit that was not handed out");
        waiting[unit.lane()]--;
        return unit;
    }

    private void handOutAgain(SyncRun sync, List<Out> units) {
        // The cause may be temporary.
        sync.pause(REPEAT);
        if (sync.isStopping()) {
            return;
        }
        for (Out unit : units) {
            table.again(unit.task());
            send(new Out(unit.task(), unit.unit(), idlest(), unit.attempt() + 1, unit.since()));
        }
    }
}
