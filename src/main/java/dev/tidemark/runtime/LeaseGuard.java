package dev.tidemark.runtime;

import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.LeaseTable;
import java.util.Collection;
import picocli.CommandLine.Option;

/** Prevents changes of a source's state during a sync. */
public final class LeaseGuard {

    @Option(
            names = "--force",
            description = "Changes the state even during a sync of the source; that sync then fails.")
    private boolean force;

    /** @throws IllegalStateException when a process is syncing one of the sources; the message names the process */
    public void requireFree(Project project, Collection<String> sources) {
        LeaseTable leases = project.tables().leases();
        leases.createTable();
        if (!force) {
            sources.forEach(source -> leases.holder(source).ifPresent(lease -> {
                throw new IllegalStateException(source + ": state not changed:" + " "
                        + new LeaseHeldException(lease).getMessage() + ", or use --force");
            }));
        }
    }
}
