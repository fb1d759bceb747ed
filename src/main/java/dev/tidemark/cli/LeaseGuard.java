package dev.tidemark.cli;

import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.LeaseTable;
import java.util.Collection;
import picocli.CommandLine.Option;

/** Keeps the state of a source from being changed under a sync. */
final class LeaseGuard {

    @Option(
            names = "--force",
            description = "Changes the state even while the source is being synced; that sync then fails.")
    private boolean force;

    /** @throws IllegalStateException when one of the sources is being synced, with who does so */
    void requireFree(Project setup, Collection<String> sources) {
        LeaseTable leases = setup.leases();
        leases.createTable();
        if (!force) {
            sources.forEach(source -> leases.holder(source).ifPresent(lease -> {
                throw new IllegalStateException(source + ": its state is left as it is, for "
                        + new LeaseHeldException(lease).getMessage() + ", or give --force");
            }));
        }
    }
}
