package dev.tidemark.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays every response, as a network would, until the server closes. */
final class Delay implements AutoCloseable {

    private final Duration latency;
    private final CountDownLatch closed = new CountDownLatch(1);

    Delay(Duration latency) {
        this.latency = latency;
    }

    /** Returns after the latency, or as soon as the server closes. */
    void await() throws InterruptedException {
        if (closed.await(latency.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the server closed");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
