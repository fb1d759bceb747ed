package dev.tidemark.observe;

import dev.tidemark.sync.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How the sources are, at most a second old, however many ask. A database that does not answer holds nobody up for long.
 * Safe for use by many threads.
 */
final class Board implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StatusReader reader;
    private final InstantSource clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "tidemark-status");
        made.setDaemon(true);
        return made;
    });

    private volatile List<WatchedSource> sources = List.of();
    private Reading reading;
    private @Nullable Future<Reading> pending;
    private long readAt;

    Board(StatusReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
        this.reading = Reading.of(clock.instant(), List.of());
        this.readAt = System.nanoTime() - FRESH.toNanos();
    }

    /** From now on it tells of these. */
    synchronized void watch(Collection<WatchedSource> watched) {
        sources = List.copyOf(watched);
        readAt = System.nanoTime() - FRESH.toNanos();
    }

    synchronized Reading look() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            reading = read();
            readAt = System.nanoTime();
        }
        return reading;
    }

    @Nullable
    SourceStatus look(String source) {
        return look().byName().get(source);
    }

    private Reading read() {
        Future<Reading> asked = pending;
        if (asked == null) {
            asked = thread.submit(() -> {
                Instant now = clock.instant();
                return Reading.of(now, reader.read(sources, now));
            });
        }
        try {
            Reading read = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            pending = null;
            return read;
        } catch (TimeoutException e) {
            pending = asked;
            return reading.failed("the database of the state does not answer");
        } catch (ExecutionException e) {
            pending = null;
            return reading.failed(Failure.text(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reading;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
