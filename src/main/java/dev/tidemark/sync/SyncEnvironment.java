package dev.tidemark.sync;

import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The environment of a source's syncs: the schedule, the leases that keep other processes away, and the listeners.
 *
 * @param history null when syncs are not recorded
 * @param schedule null when each source is synced once
 * @param order the order in which they are synced once; null when it does not matter
 * @param leases null when other processes need not be kept away
 */
record SyncEnvironment(
        Set<SyncListener> listeners,
        @Nullable HistoryWriter history,
        @Nullable SyncSchedule schedule,
        @Nullable SyncOrder order,
        @Nullable Leases leases) {

    /** The logger of the steps, which these messages belong to. */
    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    static final SyncEnvironment NONE = new SyncEnvironment(Set.of(), null, null, null, null);

    static SyncEnvironment of(CamelContext context) {
        return new SyncEnvironment(
                context.getRegistry().findByType(SyncListener.class),
                CamelContextHelper.findSingleByType(context, HistoryWriter.class),
                CamelContextHelper.findSingleByType(context, SyncSchedule.class),
                CamelContextHelper.findSingleByType(context, SyncOrder.class),
                CamelContextHelper.findSingleByType(context, Leases.class));
    }

    boolean isDue(String source) {
        return schedule == null || schedule.isDue(source);
    }

    Instant now() {
        return schedule == null ? Instant.now() : schedule.now();
    }

    /** Whether a sync is not started, because of the source that it follows. That is logged and reported. */
    boolean refuses(SyncStart start) {
        String refusal = order == null ? null : order.refusal(start.source());
        if (refusal == null) {
            return false;
        }
        SyncResult result = new SyncStats(start).result(SyncResult.Status.STOPPED, null, refusal, List.of());
        withLogContext(start.source(), start, () -> {
            LOG.warn("{}: {}", start.source(), refusal);
            listeners.forEach(listener -> listener.refused(result));
        });
        return true;
    }

    /** @return false when another process holds it, or has synced the source, and the schedule has further syncs */
    boolean takeLease(String source) {
        try {
            if (leases != null) {
                leases.take(source);
            }
            if (schedule == null || schedule.claim(source)) {
                return true;
            }
            release(source);
            return false;
        } catch (LeaseHeldException e) {
            if (schedule == null) {
                throw e;
            }
            schedule.missed(source, e.lease());
            return false;
        }
    }

    void passedOver(String source, List<Map<String, @Nullable Object>> chunk) {
        listeners.forEach(listener -> listener.chunkPassed(source, chunk));
    }

    void began(Progress progress) {
        listeners.forEach(listener -> listener.began(progress));
    }

    void chunkWritten(String source, RowCounts soFar, Duration took) {
        listeners.forEach(listener -> listener.chunkWritten(source, soFar, took));
    }

    void ended(SyncResult result) {
        if (history != null) {
            // Before the lease is released: who takes it then sees this sync.
            withLogContext(result.source(), result.start(), () -> history.add(result));
        }
        report(result, SyncListener::ended);
    }

    /**
     * Reports a sync that was not started, because another process is syncing the source. The history gets the sync of that
     * process.
     */
    void refused(SyncResult result) {
        report(result, SyncListener::refused);
    }

    private void release(String source) {
        if (leases != null) {
            leases.release(source);
        }
    }

    private void report(SyncResult result, BiConsumer<SyncListener, SyncResult> how) {
        String next = result.status() == SyncResult.Status.FAILED ? backOff(result.source()) : "";
        withLogContext(result.source(), result.start(), () -> log(result, next));
        if (schedule != null && result.status() == SyncResult.Status.OK) {
            schedule.succeeded(result.source());
        } else if (schedule != null && result.status() == SyncResult.Status.STOPPED) {
            schedule.stopped(result.source());
        } else if (schedule != null) {
            schedule.reportFollowers(result.source());
        }
        release(result.source());
        withLogContext(
                result.source(), result.start(), () -> listeners.forEach(listener -> how.accept(listener, result)));
    }

    /** Sets the log context where Camel's own does not apply: at the start and at the end. */
    static void withLogContext(String source, SyncStart start, Runnable action) {
        MDC.put(ExchangeKeys.LOG_SOURCE, source);
        MDC.put(ExchangeKeys.LOG_SYNC, start.id());
        try {
            action.run();
        } finally {
            MDC.remove(ExchangeKeys.LOG_SOURCE);
            MDC.remove(ExchangeKeys.LOG_SYNC);
        }
    }

    private void log(SyncResult result, String next) {
        result.warnings().forEach(warning -> LOG.warn("{}: {}", result.source(), warning));
        if (result.status() == SyncResult.Status.FAILED) {
            LOG.error("{}: {}{}", result.source(), result.error(), next);
        } else if (result.error() != null) {
            LOG.warn("{}: stopped: {}", result.source(), result.error());
        } else {
            LOG.info(
                    "{}: {}, {} read, {} written, {} unchanged, {} rejected, {}{} pages, {} s",
                    result.source(),
                    result.status().word(),
                    result.rowsRead(),
                    result.rowsWritten(),
                    result.rowsUnchanged(),
                    result.rowsRejected(),
                    result.rowsFiltered() == 0 ? "" : result.rowsFiltered() + " filtered, ",
                    result.pages(),
                    result.seconds());
        }
        if (result.rowsRejected() > 0) {
            LOG.warn(
                    "{}: {} records were rejected; see the table tidemark_rejects for the reasons",
                    result.source(),
                    result.rowsRejected());
        }
    }

    /** @return when the source is tried again, for the log */
    private String backOff(String source) {
        return schedule == null
                ? ""
                : "; next try at " + schedule.failed(source, schedule.now()).truncatedTo(ChronoUnit.SECONDS);
    }
}
