package dev.tidemark.observe;

import dev.tidemark.sync.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the sources are, at most a second old, however many ask. A database that does not answer holds nobody up for long.
 * Safe for use by many threads.
 */
final class StatusCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCache.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StatusReader reader;
    private final InstantSource clock;
    private final TimedCall<StatusSnapshot> asked = new TimedCall<>(PATIENCE, "tidemark-status");

    private volatile List<WatchedSource> sources = List.of();
    private StatusSnapshot reading;
    private long readAt;

    StatusCache(StatusReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
        this.reading = StatusSnapshot.of(clock.instant(), List.of());
        this.readAt = System.nanoTime() - FRESH.toNanos();
    }

    /** From now on it tells of these. */
    synchronized void watch(Collection<WatchedSource> watched) {
        sources = List.copyOf(watched);
        readAt = System.nanoTime() - FRESH.toNanos();
    }

    synchronized StatusSnapshot look() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            StatusSnapshot before = reading;
            reading = read();
            say(before.fault(), reading.fault());
            readAt = System.nanoTime();
        }
        return reading;
    }

    /** Once when it begins, and once when it is over. */
    private static void say(@Nullable String before, @Nullable String now) {
        if (before == null && now != null) {
            LOG.warn("how the sources are cannot be read, so all are down: {}", now);
        } else if (before != null && now == null) {
            LOG.info("how the sources are can be read again");
        }
    }

    @Nullable
    SourceStatus look(String source) {
        return look().byName().get(source);
    }

    private StatusSnapshot read() {
        try {
            return asked.answer(() -> {
                Instant now = clock.instant();
                return StatusSnapshot.of(now, reader.read(sources, now));
            });
        } catch (TimeoutException e) {
            return reading.failed("the database of the state does not answer");
        } catch (ExecutionException e) {
            return reading.failed(Failure.text(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reading;
        }
    }

    @Override
    public void close() {
        asked.close();
    }
}
