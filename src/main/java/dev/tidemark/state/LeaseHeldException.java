package dev.tidemark.state;

import java.time.temporal.ChronoUnit;

/** Another process is syncing the source. */
public final class LeaseHeldException extends RuntimeException {

    private final SyncLease lease;

    /** @param lease of the other process */
    public LeaseHeldException(SyncLease lease) {
        super("already being synced by " + lease.owner() + " (since "
                + lease.since().truncatedTo(ChronoUnit.SECONDS)
                + "); wait for it to finish, or stop that process");
        this.lease = lease;
    }

    /** The lease of the other process. */
    public SyncLease lease() {
        return lease;
    }
}
