package dev.tidemark.observe;

import dev.tidemark.sync.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the status of the sources for a second, for any number of readers. A database that does not respond delays a
 * reader only briefly. Thread-safe.
 */
final class StatusCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCache.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StatusReader reader;
    private final InstantSource clock;
    private final TimedCall<StatusSnapshot> call = new TimedCall<>(PATIENCE, "tidemark-status");

    private volatile List<WatchedSource> sources = List.of();
    private Consumer<StatusSnapshot> listener = read -> {};
    private StatusSnapshot snapshot;
    private long readAt;

    StatusCache(StatusReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
        this.snapshot = StatusSnapshot.of(clock.instant(), List.of());
        this.readAt = System.nanoTime() - FRESH.toNanos();
    }

    /** Sets who learns of each status that is read. */
    synchronized void listen(Consumer<StatusSnapshot> listening) {
        listener = listening;
    }

    /** Sets the sources to report. */
    synchronized void watch(Collection<WatchedSource> watched) {
        sources = List.copyOf(watched);
        readAt = System.nanoTime() - FRESH.toNanos();
    }

    synchronized StatusSnapshot look() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            StatusSnapshot before = snapshot;
            snapshot = read();
            logChange(before.fault(), snapshot.fault());
            readAt = System.nanoTime();
            listener.accept(snapshot);
        }
        return snapshot;
    }

    /** Logs once when a problem starts, and once when it ends. */
    private static void logChange(@Nullable String before, @Nullable String now) {
        if (before == null && now != null) {
            LOG.warn("cannot read the source status; reporting all sources as down: {}", now);
        } else if (before != null && now == null) {
            LOG.info("the source status can be read again");
        }
    }

    @Nullable
    SourceStatus look(String source) {
        return look().byName().get(source);
    }

    private StatusSnapshot read() {
        try {
            return call.result(() -> {
                Instant now = clock.instant();
                return StatusSnapshot.of(now, reader.read(sources, now));
            });
        } catch (TimeoutException e) {
            return snapshot.failed("the state's database does not respond");
        } catch (ExecutionException e) {
            return snapshot.failed(Failure.text(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return snapshot;
        }
    }

    @Override
    public void close() {
        call.close();
    }
}
