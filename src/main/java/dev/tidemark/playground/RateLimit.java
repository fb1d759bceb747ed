package dev.tidemark.playground;

import com.sun.net.httpserver.Headers;
import java.time.Clock;
import java.util.Map;

/**
 * A token bucket: {@code capacity} requests at once, refilled evenly over 10 seconds. {@code X-RateLimit-Reset} counts
 * the seconds until the bucket is full again.
 */
final class RateLimit {

    private static final double REFILL_MILLIS = 10_000;

    private final int capacity;
    private final Clock clock;
    private double tokens;
    private long lastMillis;

    RateLimit(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
        this.tokens = capacity;
        this.lastMillis = clock.millis();
    }

    /** Sets the rate limit headers, and refuses the request when the bucket is empty. */
    synchronized void take(Headers response) {
        refill();
        boolean allowed = tokens >= 1;
        if (allowed) {
            tokens--;
        }
        response.set("X-RateLimit-Limit", Integer.toString(capacity));
        response.set("X-RateLimit-Remaining", Integer.toString((int) tokens));
        response.set("X-RateLimit-Reset", Long.toString(secondsUntil(capacity)));
        if (!allowed) {
            long wait = secondsUntil(1);
            throw new Refusal(
                    429, "too many requests: try again in " + wait + " s", Map.of("Retry-After", Long.toString(wait)));
        }
    }

    private void refill() {
        long now = clock.millis();
        double refilled = Math.max(0, now - lastMillis) * capacity / REFILL_MILLIS;
        tokens = Math.min(capacity, tokens + refilled);
        lastMillis = now;
    }

    private long secondsUntil(double level) {
        return (long) Math.ceil((level - tokens) * REFILL_MILLIS / capacity / 1000);
    }
}
