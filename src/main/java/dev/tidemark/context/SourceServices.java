package dev.tidemark.context;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.jdbc.ContextDatabases;
import dev.tidemark.observe.ApplicationMonitoring;
import dev.tidemark.observe.HealthSettings;
import dev.tidemark.observe.PendingRejects;
import dev.tidemark.observe.StatusReader;
import dev.tidemark.observe.WatchedSource;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.sync.HistoryWriter;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.StateRepositories;
import dev.tidemark.sync.Turns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What the sources of an application have around them: back-off, leases, history, health checks and meters. Thread-safe. */
final class SourceServices implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Turns turns = new Turns(Map.of(), InstantSource.system());
    private final HealthSettings health;
    private final @Nullable HikariDataSource single;
    private final @Nullable Leases leases;
    private final @Nullable ApplicationMonitoring monitoring;

    /**
     * Makes them, and lets the application's registry know of them. An application without a database for the state, whose sources
     * keep it elsewhere, has the back-off alone.
     *
     * @param alone the database of the state by a connection that syncs cannot use up; null when it is the application's own
     */
    SourceServices(CamelContext context, HealthSettings health, String stateName, @Nullable DataSource alone) {
        this.health = health;
        context.getRegistry().bind("tidemark-turns", turns);
        ContextDatabases databases = ContextDatabases.of(context);
        if (databases.has(stateName)) {
            DataSource state = databases.dataSource(stateName);
            single = alone == null ? databases.single(stateName) : null;
            LeaseTable table = new LeaseTable(
                    alone == null ? Objects.requireNonNull(single) : alone, ProcessName.own(), LeaseTable.TERM);
            SyncHistory history = new SyncHistory(state, SyncHistory.KEEP);
            leases = new Leases(table, LeaseTable.TERM);
            monitoring = new ApplicationMonitoring(
                    context,
                    new StatusReader(
                            StateRepositories.own(context),
                            history,
                            table,
                            new PendingRejects(List.of(state), PATIENCE)));
            context.getRegistry().bind("tidemark-leases", leases);
            context.getRegistry().bind("tidemark-history", new HistoryWriter(history));
        } else {
            single = null;
            leases = null;
            monitoring = null;
        }
    }

    void begin(String source, String strategy, Duration period) {
        turns.begin(source, period);
        if (monitoring != null) {
            monitoring.begin(new WatchedSource(source, strategy, period, health.limits(source, period), null));
        }
    }

    void end(String source) {
        turns.forget(source);
        if (monitoring != null) {
            monitoring.end(source);
        }
    }

    @Override
    public void close() {
        if (leases != null) {
            leases.close();
        }
        if (monitoring != null) {
            monitoring.close();
        }
        if (single != null) {
            single.close();
        }
    }
}
