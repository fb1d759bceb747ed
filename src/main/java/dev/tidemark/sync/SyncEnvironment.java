package dev.tidemark.sync;

import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.RowCounts;
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
 * What a program has around the syncs of a source: when they have their turns, what keeps other processes away meanwhile,
 * and who is told of them.
 *
 * @param turns null when each source is synced once
 * @param leases null when other processes are not kept away
 */
record SyncEnvironment(Set<SyncListener> listeners, @Nullable SyncSchedule turns, @Nullable Leases leases) {

    /** The logger of the steps, whose words these are. */
    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    static final SyncEnvironment NONE = new SyncEnvironment(Set.of(), null, null);

    static SyncEnvironment of(CamelContext context) {
        return new SyncEnvironment(
                context.getRegistry().findByType(SyncListener.class),
                CamelContextHelper.findSingleByType(context, SyncSchedule.class),
                CamelContextHelper.findSingleByType(context, Leases.class));
    }

    boolean isDue(String source) {
        return turns == null || turns.isDue(source);
    }

    Instant now() {
        return turns == null ? Instant.now() : turns.now();
    }

    /** @return no when another process holds it, and there are further turns */
    boolean takeLease(String source) {
        try {
            if (leases != null) {
                leases.take(source);
            }
            return true;
        } catch (LeaseHeldException e) {
            if (turns == null) {
                throw e;
            }
            turns.missed(source, e.lease());
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
        tell(result, SyncListener::ended);
    }

    /** It was not begun, as another process is syncing the source. */
    void refused(SyncResult result) {
        tell(result, SyncListener::refused);
    }

    private void tell(SyncResult result, BiConsumer<SyncListener, SyncResult> how) {
        String next = result.status() == SyncResult.Status.FAILED ? backOff(result.source()) : "";
        onItsLines(result.source(), result.start(), () -> log(result, next));
        if (turns != null && result.status() == SyncResult.Status.OK) {
            turns.succeeded(result.source());
        }
        if (leases != null) {
            leases.release(result.source());
        }
        onItsLines(result.source(), result.start(), () -> listeners.forEach(listener -> how.accept(listener, result)));
    }

    /** For what is logged where Camel's own logging context does not reach: at the beginning and at the end. */
    static void onItsLines(String source, SyncStart start, Runnable action) {
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
                    "{}: {}, {} read, {} written, {} unchanged, {} rejected, {} pages, {} s",
                    result.source(),
                    result.status().word(),
                    result.rowsRead(),
                    result.rowsWritten(),
                    result.rowsUnchanged(),
                    result.rowsRejected(),
                    result.pages(),
                    result.seconds());
        }
        if (result.rowsRejected() > 0) {
            LOG.warn(
                    "{}: {} records were rejected; the table tidemark_rejects has them with the reasons",
                    result.source(),
                    result.rowsRejected());
        }
    }

    /** @return when it is tried again, for the log */
    private String backOff(String source) {
        return turns == null
                ? ""
                : "; next try at " + turns.failed(source, turns.now()).truncatedTo(ChronoUnit.SECONDS);
    }
}
