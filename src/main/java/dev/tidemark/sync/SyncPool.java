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
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The thread pool of the syncs, as a bean of each source. All sources of a context share it, and wait in the order of the
 * timer's ticks. The syncs of one source never overlap. Thread-safe.
 */
public final class SyncPool extends AbstractExecutorService implements CamelContextAware {

    private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> false);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private @Nullable CamelContext context;
    private volatile @Nullable SyncSchedule schedule;
    private String source = "";
    private long repeatCount;
    private boolean busy;

    /** The source's name. */
    public void setSource(String source) {
        this.source = source;
    }

    /** How many syncs the source makes; 0 for no limit. */
    public void setRepeatCount(long repeatCount) {
        this.repeatCount = repeatCount;
    }

    /**
     * Called when the timer fires: skips the tick while an earlier sync waits or runs, or when the source is not due, unless
     * ticks are counted.
     */
    public void tick(Exchange exchange) {
        if (!HERE.get() && repeatCount == 0 && (isBusy() || isTooEarly(exchange.getContext()))) {
            exchange.setRouteStop(true);
        }
    }

    /** Of a source that ticks every second, most ticks end here. */
    private boolean isTooEarly(CamelContext ticking) {
        SyncSchedule found = schedule;
        if (found == null) {
            found = CamelContextHelper.findSingleByType(ticking, SyncSchedule.class);
            schedule = found;
        }
        return found != null && !source.isEmpty() && !found.mayBeDue(source);
    }

    /** Runs a task entirely on this thread: ranges have their own threads. */
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
            return;
        }
        SyncOrder order = CamelContextHelper.findSingleByType(camel(), SyncOrder.class);
        if (order == null) {
            add(sync);
        } else {
            order.whenReady(source, () -> add(sync));
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
                SyncThreads.of(camel()).execute(() -> run(sync));
            } catch (RejectedExecutionException e) {
                busy = false;
                throw e;
            }
        }
    }

    private CamelContext camel() {
        return Objects.requireNonNull(context, "a bean of a Camel context");
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

    /** The threads belong to the context, and end with it. */
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
