package dev.tidemark.sink;

import dev.tidemark.jdbc.TransactionRetry;
import dev.tidemark.jdbc.TransactionScope;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Pause;
import dev.tidemark.sync.SinkWrite;
import dev.tidemark.sync.SyncRun;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that writes a chunk, and its retries. It is retried after a conflict with another transaction or a lost
 * connection, unless the stored state shows that the rows were committed. Not thread-safe; confined to the sync's thread.
 */
final class ChunkTransaction implements TransactionRetry {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkTransaction.class);
    private static final int MAX_RETRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final TransactionScope scope;
    private final CamelContext context;
    private final @Nullable Object body;
    private final @Nullable SyncRun sync;
    private final @Nullable SinkWrite outcome;
    private String table = "";
    private @Nullable Dialect dialect;
    private @Nullable ChunkWrite write;
    private int retries;

    private ChunkTransaction(TransactionScope scope, Exchange exchange) {
        this.scope = scope;
        this.context = exchange.getContext();
        this.body = exchange.getMessage().getBody();
        this.sync = SyncRun.find(exchange);
        this.outcome = sync == null ? null : sync.chunk().write();
        if (!scope.isReported()) {
            reportCommit(exchange);
        }
    }

    /** An application's own transactions do not report their commit to the scope. */
    private void reportCommit(Exchange exchange) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    committed(exchange);
                }
            });
        }
    }

    /** The transaction of an exchange. It begins with the first attempt. */
    static ChunkTransaction of(Exchange exchange) {
        TransactionScope scope = TransactionScope.of(exchange);
        return scope.attempts(ChunkTransaction.class, () -> new ChunkTransaction(scope, exchange));
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

    /** Whether a rollback would also undo writes that are not the sink's. */
    boolean isInLargerTransaction() {
        return scope.isLarger();
    }

    /** Begins an attempt. */
    void begin(ChunkWrite attempt) {
        write = attempt;
    }

    /** The latest attempt. */
    ChunkWrite write() {
        return Objects.requireNonNull(write, "nothing is being written");
    }

    /** Reports that the chunk holds records. */
    void hasRecords() {
        if (outcome != null) {
            outcome.getsRecords();
        }
    }

    /** Sets the destination. */
    void into(String name, Dialect target) {
        table = name;
        dialect = target;
    }

    @Override
    public Verdict judge(Exception failure) {
        SQLException sqlError = sqlError(failure);
        boolean lost = sqlError != null && isConnectionLost(sqlError);
        if (sqlError == null || dialect == null || !(lost || dialect.isTransient(sqlError))) {
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
                "{}: retrying to write a chunk to the table {}: {}",
                sync == null ? TableSink.NO_SOURCE : sync.source(),
                table,
                Failure.text(sqlError));
        // Also while the program stops: in a second at most, the chunk is written.
        Pause.until(() -> false, FIRST_PAUSE.multipliedBy(1L << retries), context);
        retries++;
        return Verdict.AGAIN;
    }

    private static @Nullable SQLException sqlError(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sqlError) {
                return sqlError;
            }
        }
        return null;
    }

    /** Whether an open connection was lost. Its last statement may or may not have taken effect. */
    private static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08") || state.startsWith("57P0"))
                && !(e instanceof SQLTransientConnectionException);
    }
}
