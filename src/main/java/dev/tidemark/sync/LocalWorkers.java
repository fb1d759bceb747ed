package dev.tidemark.sync;

import dev.tidemark.state.UnitTask;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one sync in this process, one thread each. */
final class LocalWorkers implements WorkChannel {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkers.class);

    private static final long LOOK_MILLIS = 200;

    private final Route route;
    private final int count;
    private final UnitWorker worker;
    private final Semaphore ended = new Semaphore(0);
    private @Nullable ExecutorService threads;
    private volatile boolean closed;

    LocalWorkers(String source, Route route, int count) {
        this.route = route;
        this.count = count;
        this.worker = new UnitWorker(source, route, () -> closed);
    }

    @Override
    public int lanes() {
        return count;
    }

    @Override
    public void send(int lane, UnitTask task) {
        threads().execute(() -> {
            try {
                if (worker.work(task.plan(), task.number()) == UnitWorker.End.OVER_FOR_ALL) {
                    // The next unit would begin before the planner has read that.
                    closed = true;
                }
            } finally {
                ended.release();
            }
        });
    }

    /** Created late: a sync may fail before it hands anything out. */
    private ExecutorService threads() {
        ExecutorService all = threads;
        if (all == null) {
            all = route.getCamelContext()
                    .getExecutorServiceManager()
                    .newFixedThreadPool(this, "Worker-" + worker.source(), count);
            threads = all;
        }
        return all;
    }

    @Override
    public boolean isLossy() {
        return false;
    }

    @Override
    public void check() {}

    @Override
    public void await(BooleanSupplier condition, Duration most) {
        try {
            long end = System.nanoTime() + most.toNanos();
            boolean signalled = false;
            while (!signalled && !condition.getAsBoolean() && System.nanoTime() < end) {
                signalled = ended.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            ended.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while its workers fetch", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        ExecutorService all = threads;
        if (all == null) {
            return;
        }
        // An interrupt in the middle of a statement closes H2's file: each worker ends by itself, after its page.
        route.getCamelContext().getExecutorServiceManager().shutdown(all);
        try {
            while (!all.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.info("{}: waiting for its last work units", worker.source());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
