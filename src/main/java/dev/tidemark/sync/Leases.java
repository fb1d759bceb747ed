package dev.tidemark.sync;

import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.SyncLease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases of this process, renewed while their syncs run. Thread-safe. */
public final class Leases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final LeaseTable table;
    private final Duration pause;
    private final Map<String, SyncLease> held = new ConcurrentHashMap<>();
    /** Not one of Camel's, whose stop would wait for a database that hangs; and a replay of rejects has no context. */
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leases");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> renewals;

    /**
     * Creates the leases of one table.
     *
     * @param table on a database whose connections syncs cannot exhaust; otherwise leases expire while syncs run
     * @param term how long the table's leases are valid unless they are renewed
     */
    public Leases(LeaseTable table, Duration term) {
        this.table = table;
        this.pause = term.dividedBy(3);
        renewals = clock.scheduleWithFixedDelay(this::renew, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lease of a source.
     *
     * @throws dev.tidemark.state.LeaseHeldException when another process holds it
     */
    public void take(String source) {
        table.createTable();
        held.put(source, table.take(source));
    }

    /** Releases the lease of a source, if it is held. Does not throw: a lease that is not released expires. */
    public void release(String source) {
        SyncLease lease = held.remove(source);
        if (lease != null) {
            try {
                table.release(lease);
            } catch (RuntimeException e) {
                LOG.warn("{}: could not release the lease; it will expire on its own: {}", source, Failure.text(e));
            }
        }
    }

    /** Releases the leases of syncs that are no longer waited for. */
    @Override
    public void close() {
        renewals.cancel(false);
        clock.shutdown();
        held.keySet().forEach(this::release);
    }

    private void renew() {
        List<SyncLease> leases = List.copyOf(held.values());
        try {
            table.renew(leases).forEach(this::lose);
        } catch (RuntimeException e) {
            LOG.warn(
                    "could not renew the leases of {}; next try in {} s: {}",
                    leases.stream().map(SyncLease::source).sorted().toList(),
                    pause.toMillis() / 1000.0,
                    Failure.text(e));
        }
    }

    /** Does nothing when it was released in the meantime. */
    private void lose(SyncLease lease) {
        if (held.remove(lease.source(), lease)) {
            LOG.warn(
                    "{}: another process took the lease, because it was not renewed in time; of the two syncs,"
                            + " the one that stores its state last will fail",
                    lease.source());
        }
    }
}
