package dev.tidemark.sync;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/**
 * The threads that sync, as a bean of each source: all sources of a context share them, and each waits for its turn in the
 * order of the ticks. Thread-safe.
 */
public final class SyncPool extends AbstractExecutorService implements CamelContextAware {

    private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> false);

    private @Nullable CamelContext context;

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
            SyncThreads.of(Objects.requireNonNull(context, "a bean of a Camel context"))
                    .execute(sync);
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
