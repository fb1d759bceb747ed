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
 * When the next request of a profile may go out: by its own rate limit and by what the server said. Shared by all sources
 * of the profile.
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
     * A pace.
     *
     * @param maxWait a sync ends rather than to wait longer for the server
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
     * Waits for the turn of the next request.
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

    /** The server wants no request for so long; never makes an earlier pause shorter. */
    synchronized void pause(Duration pause) {
        Instant until = clock.instant().plus(pause);
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    private void refuseIfLong(Duration pause) throws SyncStoppedException {
        if (pause.compareTo(maxWait) > 0) {
            throw new SyncStoppedException(
                    "the API allows no more requests until "
                            + pausedUntil.truncatedTo(ChronoUnit.SECONDS) + ", later than maxWait ("
                            + maxWait.toSeconds()
                            + " s, " + Clients.PREFIX + name
                            + ".maxWait) lets a sync wait; what was written stays, and the next sync after that goes on from there");
        }
    }
}
