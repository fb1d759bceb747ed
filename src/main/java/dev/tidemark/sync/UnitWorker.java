package dev.tidemark.sync;

import dev.tidemark.state.UnitTable;
import dev.tidemark.state.UnitTask;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the work units of a source, one at a time per thread. Thread-safe.
 *
 * @param route the source's route, which begins with its timer
 * @param isEnded whether no further unit is to be started
 */
public record UnitWorker(String source, Route route, BooleanSupplier isEnded) {

    private static final Logger LOG = LoggerFactory.getLogger(UnitWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Why a worker has left a unit. */
    public enum End {
        /** The unit is done, has failed, belongs to another worker or is no longer needed. */
        OVER,

        /** It failed, or has to wait, for a reason that all units of its plan share. */
        OVER_FOR_ALL,

        /** The worker ends. */
        CUT_SHORT
    }

    /** Works on a unit until the table of units shows that it is over. */
    public End work(String plan, long number) {
        String worker = UUID.randomUUID().toString();
        boolean claimed = false;
        boolean again = false;
        while (!isStopping()) {
            try {
                UnitTable units = StateRepositories.own(route.getCamelContext()).units();
                claimed = claimed || units.claim(source, plan, number, worker);
                UnitTask task = units.find(source, plan, number)
                        .filter(found -> worker.equals(found.progress().worker()))
                        .orElse(null);
                if (task == null || task.progress().hasEnded()) {
                    return task == null || isOwn(task.progress().failure()) ? End.OVER : End.OVER_FOR_ALL;
                }
                if (again || isHalted()) {
                    pause();
                }
                if (!isHalted() && !isStopping()) {
                    new UnitWork(task, this::isStopping, null).fetch(route);
                    again = true;
                }
            } catch (Exception e) {
                LOG.warn("{}: unit {} of its sync is waiting: {}", source, number, Failure.text(e));
                pause();
            }
        }
        return End.CUT_SHORT;
    }

    private static boolean isOwn(UnitTask.@Nullable Failure failure) {
        return failure == null || failure == UnitTask.Failure.ITS_OWN;
    }

    private void pause() {
        Pause.until(this::isStopping, PAUSE, route.getCamelContext());
    }

    private boolean isStopping() {
        CamelContext context = route.getCamelContext();
        return isEnded.getAsBoolean() || context.isStopping() || context.isStopped();
    }

    /** A source pauses before its route is replaced. */
    private boolean isHalted() {
        return route.getConsumer() instanceof StatefulService timer && !timer.isStarted();
    }
}
