package dev.tidemark.playground;

import java.time.Duration;

/** Holds every answer back, as a network would. */
record Delay(Duration latency) {

    void await() throws InterruptedException {
        if (!latency.isZero()) {
            Thread.sleep(latency.toMillis());
        }
    }
}
