package dev.tidemark.sync;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The threads that sync, as a bean of each source: all sources of a context share them, and each waits for its turn in the
 * order of the ticks. The syncs of one source follow each other. Thread-safe.
 */
public final class SyncPool extends AbstractExecutorService implements CamelContextAware {

    private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> false);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private @Nullable CamelContext context;
    private long repeatCount;
    private boolean busy;

    /** How many syncs the source makes; 0 for no end. */
    public void setRepeatCount(long repeatCount) {
        this.repeatCount = repeatCount;
    }

    /** The timer has fired: leaves the tick out while the sync of an earlier one waits or runs, unless ticks are counted. */
    public void tick(Exchange exchange) {
        if (!HERE.get() && repeatCount == 0 && isBusy()) {
            exchange.setRouteStop(true);
        }
    }

    /** Does something of which no part is handed to other threads: ranges have threads of their own. */
    public static void inThisThread(ThrowingRunnable action) throws Exception {
        HERE.set(true);
        try {
            action.run();
        } finally {
            HERE.remove();
        }
    }

    /** An action that may fail. */
    public interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Override
    public void execute(Runnable sync) {
        if (HERE.get()) {
            sync.run();
        } else {
            add(sync);
        }
    }

    private synchronized boolean isBusy() {
        return busy;
    }

    private synchronized void add(Runnable sync) {
        waiting.add(sync);
        if (!busy) {
            next();
        }
    }

    private synchronized void next() {
        Runnable sync = waiting.poll();
        busy = sync != null;
        if (sync != null) {
            try {
                SyncThreads.of(Objects.requireNonNull(context, "a bean of a Camel context"))
                        .execute(() -> run(sync));
            } catch (RejectedExecutionException e) {
                busy = false;
                throw e;
            }
        }
    }

    private void run(Runnable sync) {
        try {
            sync.run();
        } finally {
            next();
        }
    }

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    /** The threads are the context's, and end with it. */
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
