package dev.tidemark.context;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.jdbc.ContextDatabases;
import dev.tidemark.observe.ApplicationMonitoring;
import dev.tidemark.observe.HealthLimits;
import dev.tidemark.observe.RejectCounts;
import dev.tidemark.observe.StatusReader;
import dev.tidemark.observe.WatchedSource;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.sink.RejectExpiry;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.sync.HistoryWriter;
import dev.tidemark.sync.Leases;
import dev.tidemark.sync.StateRepositories;
import dev.tidemark.sync.SyncSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The services of an application's sources: back-off, leases, history, health checks and meters. Thread-safe. */
final class SourceServices implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Timings timings = new Timings();
    private final SyncSchedule schedule;
    private final SourceSettings settings;
    /** The last created first. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private final @Nullable ApplicationMonitoring monitoring;

    /**
     * Creates the services and binds them in the application's registry. An application without a database for the state,
     * whose sources store it elsewhere, has only the back-off.
     */
    SourceServices(CamelContext context, SourceSettings settings) {
        this.settings = settings;
        boolean hasDatabase = ContextDatabases.of(context).has(settings.stateName());
        DataSource state = hasDatabase ? ContextDatabases.of(context).dataSource(settings.stateName()) : null;
        SyncHistory history = state == null ? null : new SyncHistory(state, settings.historyKeep());
        schedule = new SyncSchedule(timings, InstantSource.system(), history);
        context.getRegistry().bind("tidemark-schedule", schedule);
        monitoring = state == null || history == null ? null : monitoring(context, state, history);
    }

    private ApplicationMonitoring monitoring(CamelContext context, DataSource state, SyncHistory history) {
        LeaseTable table = new LeaseTable(alone(context), ProcessName.own(), LeaseTable.TERM);
        Leases leases = new Leases(table, LeaseTable.TERM);
        closing.push(leases::close);
        context.getRegistry().bind("tidemark-leases", leases);
        context.getRegistry().bind("tidemark-history", new HistoryWriter(history));
        context.getRegistry()
                .bind(
                        "tidemark-reject-expiry",
                        new RejectExpiry(List.of(state), settings.rejectsKeep(), InstantSource.system()));
        RejectCounts rejects = new RejectCounts(List.of(state), PATIENCE);
        ApplicationMonitoring made = new ApplicationMonitoring(
                context, new StatusReader(StateRepositories.own(context), history, table, rejects));
        closing.push(made::close);
        return made;
    }

    /** The state database, over a connection that syncs cannot exhaust. */
    private DataSource alone(CamelContext context) {
        if (settings.alone() != null) {
            return settings.alone();
        }
        HikariDataSource single = ContextDatabases.of(context).single(settings.stateName());
        closing.push(single::close);
        return single;
    }

    synchronized void begin(String source, String strategy, Timing timing) {
        schedule.begin(source, timing);
        if (monitoring != null) {
            monitoring.begin(
                    new WatchedSource(source, strategy, timing, limits(source, timing), null),
                    watched -> limits(watched.name(), watched.timing()));
        }
    }

    private HealthLimits limits(String source, Timing timing) {
        return settings.health().limits(source, timing, timings);
    }

    synchronized void end(String source) {
        schedule.forget(source);
        if (monitoring != null) {
            monitoring.end(source);
        }
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
