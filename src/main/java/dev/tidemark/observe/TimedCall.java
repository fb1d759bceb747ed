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

/** Asks what may not answer, on a thread of its own and once at a time, so that nobody waits for long. Used by one thread at a time. */
final class TimedCall<T> implements AutoCloseable {

    private final Duration patience;
    private final ExecutorService thread;
    private @Nullable Future<T> pending;

    TimedCall(Duration patience, String name) {
        this.patience = patience;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * The answer to this question, or to the one before, when that had none yet.
     *
     * @throws TimeoutException when there is none so far
     * @throws ExecutionException what the question threw
     */
    T answer(Callable<T> question) throws TimeoutException, ExecutionException, InterruptedException {
        Future<T> asked = pending == null ? thread.submit(question) : pending;
        pending = asked;
        T answer;
        try {
            answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            pending = null;
            throw e;
        }
        pending = null;
        return answer;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
