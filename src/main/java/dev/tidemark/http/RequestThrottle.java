package dev.tidemark.http;

import dev.tidemark.sync.SyncStoppedException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next request of a profile may be sent: by its own rate limit and by the server's limits. Shared by all
 * sources of the profile.
 */
final class RequestThrottle {

    private static final Duration FOREVER = Duration.ofDays(1000);

    private final String name;
    private final Stop stop;
    private final Clock clock;
    private final Duration maxWait;
    private final @Nullable RateLimiter limiter;
    private volatile Instant pausedUntil = Instant.EPOCH;

    /**
     * Creates a throttle.
     *
     * @param maxWait the longest wait for the server; a sync ends instead of waiting longer
     */
    RequestThrottle(String name, @Nullable RateLimit rate, Duration maxWait, Stop stop, Clock clock) {
        this.name = name;
        this.stop = stop;
        this.clock = clock;
        this.maxWait = maxWait;
        this.limiter = rate == null
                ? null
                : RateLimiter.of(
                        name,
                        RateLimiterConfig.custom()
                                .limitForPeriod(rate.burst())
                                .limitRefreshPeriod(rate.period())
                                .timeoutDuration(FOREVER)
                                .build());
    }

    /**
     * Waits until the next request may be sent.
     *
     * @return whether it had to
     * @throws SyncStoppedException when the server's pause is too long to wait for, or the program stops
     */
    boolean await() throws SyncStoppedException {
        boolean waits = false;
        if (limiter != null) {
            Duration turn = Duration.ofNanos(Math.max(0, limiter.reservePermission()));
            waits = !turn.isZero();
            stop.await(turn);
        }
        Duration pause = Duration.between(clock.instant(), pausedUntil);
        while (pause.compareTo(Duration.ZERO) > 0) {
            waits = true;
            refuseIfLong(pause);
            stop.await(pause);
            pause = Duration.between(clock.instant(), pausedUntil);
        }
        stop.await(Duration.ZERO);
        return waits;
    }

    /** Pauses requests for a time that the server requested; never shortens an earlier pause. */
    synchronized void pause(Duration pause) {
        Instant until = clock.instant().plus(pause);
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    private void refuseIfLong(Duration pause) throws SyncStoppedException {
        if (pause.compareTo(maxWait) > 0) {
            throw new SyncStoppedException("the API allows no more requests until "
                    + pausedUntil.truncatedTo(ChronoUnit.SECONDS) + ", later than maxWait ("
                    + maxWait.toSeconds()
                    + " s, " + Clients.PREFIX + name
                    + ".maxWait) allows; what was written is kept, and the next sync after that time"
                    + " resumes from there");
        }
    }
}
