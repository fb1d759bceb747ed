package dev.tidemark.observe;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs calls that may hang on its own thread, one at a time, and limits the wait for their results. Not thread-safe. */
final class TimedCall<T> implements AutoCloseable {

    private final Duration patience;
    private final ExecutorService thread;
    private @Nullable Future<T> pending;

    TimedCall(Duration patience, String name) {
        this.patience = patience;
        // Not one of Camel's: the stop of its context would wait for a call that hangs.
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * The result of this call, or of the previous call when that is still pending.
     *
     * @throws TimeoutException when there is no result yet
     * @throws ExecutionException the exception of the call
     */
    T result(Callable<T> call) throws TimeoutException, ExecutionException, InterruptedException {
        Future<T> submitted = pending == null ? thread.submit(call) : pending;
        pending = submitted;
        T result;
        try {
            result = submitted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            pending = null;
            throw e;
        }
        pending = null;
        return result;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
