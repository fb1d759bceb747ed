package dev.tidemark.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/** Cancels a request that does not complete in time. Closed when the request is done. */
final class Deadline implements AutoCloseable {

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Deadline(Duration time, Cancellable request) {
        CompletableFuture<Void> unused = done.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        request.cancel();
                    }
                });
    }

    /** Set before the request is cancelled, so that the cause of the cancellation is known. */
    boolean isOver() {
        return done.isCompletedExceptionally();
    }

    @Override
    public void close() {
        done.complete(null);
    }
}
