package dev.tidemark.http;

import dev.tidemark.sync.SyncStoppedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends all waits at once when the program is stopped. */
final class Stop {

    private final CountDownLatch stopped = new CountDownLatch(1);

    void now() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits for a duration. */
    void await(Duration time) throws SyncStoppedException {
        try {
            if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SyncStoppedException(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncStoppedException(null);
        }
    }
}
