package dev.tidemark.runtime;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.observe.RejectCounts;
import dev.tidemark.observe.StatusReader;
import dev.tidemark.sink.RejectExpiry;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.sync.Leases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Tidemark's own tables: states, leases and history in the state's database, and rejects.
 *
 * @param written the names of the databases that rows are written to
 */
public record OwnTables(TidemarkConfig config, Set<String> written) {

    /** The states of the sources. */
    public JdbcStateRepository states() {
        return new JdbcStateRepository(state());
    }

    /** The table of leases, which shows which process syncs a source. */
    public LeaseTable leases() {
        return new LeaseTable(state(), ProcessName.own(), LeaseTable.TERM);
    }

    /** Leases for the syncs of a command. They have their own connection, so that no sync delays them. */
    public Leases newLeases() {
        DataSource database = Objects.requireNonNull(config.databases().stateAlone());
        return new Leases(new LeaseTable(database, ProcessName.own(), LeaseTable.TERM), LeaseTable.TERM);
    }

    /** The history of past syncs. */
    public SyncHistory history() {
        return new SyncHistory(state(), config.retention().syncs());
    }

    /**
     * The reader of the sources' status.
     *
     * @param patience the maximum wait for a database without state
     */
    public StatusReader statusReader(Duration patience) {
        return new StatusReader(states(), history(), leases(), new RejectCounts(writtenDatabases(), patience));
    }

    /** Deletes rejects that are older than the configured time. */
    RejectExpiry rejectExpiry() {
        return new RejectExpiry(writtenDatabases(), config.retention().rejects(), InstantSource.system());
    }

    private List<DataSource> writtenDatabases() {
        return written.stream()
                .map(name -> config.databases().find(name))
                .filter(Objects::nonNull)
                .toList();
    }

    private DataSource state() {
        return Objects.requireNonNull(config.databases().state());
    }
}
