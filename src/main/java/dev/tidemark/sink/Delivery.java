package dev.tidemark.sink;

import dev.tidemark.jdbc.Attempts;
import dev.tidemark.jdbc.TransactionScope;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SinkWrite;
import dev.tidemark.sync.SyncRun;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the sink was given, and its attempts to write it: another one follows when another transaction was in the way or
 * the connection broke, unless the stored state says that the rows were committed all the same. Used by one thread.
 */
final class Delivery implements Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int MAX_RETRIES = 4;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final TransactionScope scope;
    private final @Nullable Object body;
    private final @Nullable SyncRun sync;
    private final @Nullable SinkWrite outcome;
    private String table = "";
    private @Nullable Dialect dialect;
    private @Nullable ChunkWrite write;
    private int retries;

    private Delivery(TransactionScope scope, Exchange exchange) {
        this.scope = scope;
        this.body = exchange.getMessage().getBody();
        this.sync = SyncRun.find(exchange);
        this.outcome = sync == null ? null : sync.chunk().write();
        if (!scope.isReported()) {
            reportAfterCommit(exchange);
        }
    }

    /** The transactions of an application do not report their end by themselves. */
    private void reportAfterCommit(Exchange exchange) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    committed(exchange);
                }
            });
        }
    }

    /** That of the exchange, which begins with the first attempt. */
    static Delivery of(Exchange exchange) {
        TransactionScope scope = TransactionScope.of(exchange);
        return scope.attempts(Delivery.class, () -> new Delivery(scope, exchange));
    }

    @Override
    public void committed(Exchange exchange) {
        scope.end(exchange);
        ChunkWrite done = write();
        if (outcome != null) {
            outcome.committed(done.written(), done.unchanged(), done.rejectIds());
        }
        exchange.getMessage().removeHeaders("CamelJdbc*");
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        exchange.getMessage().setBody(body);
    }

    @Nullable
    Object body() {
        return body;
    }

    /** Whether a rollback would take back what is not the sink's own. */
    boolean isInLargerTransaction() {
        return scope.isLarger();
    }

    /** Begins an attempt. */
    void begin(ChunkWrite attempt) {
        write = attempt;
    }

    /** The attempt that has begun last. */
    ChunkWrite write() {
        return Objects.requireNonNull(write, "nothing is being written");
    }

    /** The message contains records. */
    void hasRecords() {
        if (outcome != null) {
            outcome.getsRecords();
        }
    }

    /** Where it goes. */
    void into(String name, Dialect known) {
        table = name;
        dialect = known;
    }

    @Override
    public Verdict judge(Exception failure) {
        SQLException refusal = refusal(failure);
        boolean lost = refusal != null && isConnectionLost(refusal);
        if (refusal == null || dialect == null || !(lost || dialect.isTransient(refusal))) {
            return Verdict.FAILED;
        }
        if (lost && sync != null && sync.chunk().isStateStored()) {
            return Verdict.COMMITTED;
        }
        if (scope.isLarger() || !MessageRecords.isRepeatable(body) || retries == MAX_RETRIES) {
            return Verdict.FAILED;
        }
        if (sync != null) {
            sync.chunk().rolledBack();
        }
        LOG.warn(
                "{}: a chunk for the table {} is written once more: {}",
                sync == null ? TableSink.NO_SOURCE : sync.source(),
                table,
                Failure.text(refusal));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MILLIS << retries));
        retries++;
        return Verdict.AGAIN;
    }

    private static @Nullable SQLException refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal) {
                return refusal;
            }
        }
        return null;
    }

    /** Whether a connection that had been open broke; then what it did last may have been done or not. */
    private static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("57P0"))
                && !(e instanceof SQLTransientConnectionException);
    }
}
