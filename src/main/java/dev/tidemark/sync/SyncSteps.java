package dev.tidemark.sync;

import dev.tidemark.graph.CursorSource;
import dev.tidemark.graph.RouteGraph;
import dev.tidemark.graph.SinkReach;
import dev.tidemark.partition.Partitions;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.state.LeaseHeldException;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.text.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a source's route around its requests: begin, chunkDone, finish or fail. */
public final class SyncSteps implements CursorSource {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSteps.class);

    private static final String EMPTIED = "emptied";

    /** In one sync. */
    private static final int MOST_UNIT_WARNINGS = 20;

    private String source = "";
    private @Nullable Strategy strategy;
    private @Nullable UnitTopic topic;
    private @Nullable Partitions partitions;
    private Object stateRepository = StateRepositories.OWN;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private final Set<String> unitWarnings = ConcurrentHashMap.newKeySet();

    /** The source's name. */
    public void setSource(String source) {
        this.source = source;
    }

    /** The strategy by which the source finds new records. */
    public void setStrategy(Strategy strategy) {
        this.strategy = strategy;
    }

    /** How the source's work units are distributed, if its Kamelet has units. */
    public void setTopic(UnitTopic topic) {
        this.topic = topic;
    }

    /** The source's partitions, if its Kamelet has them. */
    public void setPartitions(Partitions partitions) {
        this.partitions = partitions;
    }

    /**
     * Where the state is stored: a bean of the type {@code StateRepository<String, String>}, or its name. Only the table
     * {@code tidemark_state} shares the transaction of the rows. With any other one, rows may be delivered again after a
     * crash.
     */
    public void setStateRepository(Object stateRepository) {
        this.stateRepository = stateRepository;
    }

    /** Starts a sync from the stored state, or fetches the work unit in the exchange's body. */
    public void begin(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof UnitWork work) {
            exchange.setProperty(ExchangeKeys.LOG_SOURCE, source);
            exchange.setProperty(ExchangeKeys.LOG_SYNC, work.task().plan());
            requireEnd(exchange, new UnitSteps(work, division()).begin(exchange, reach(exchange)));
            return;
        }
        // Looked up now: a sync may outlive the registry when the program stops without waiting for it.
        SyncEnvironment environment = SyncEnvironment.of(exchange.getContext());
        SyncOptions given = CamelContextHelper.findSingleByType(exchange.getContext(), SyncOptions.class);
        SyncOptions options = given == null ? SyncOptions.NONE : given;
        if (!environment.isDue(source)) {
            exchange.setRouteStop(true);
            return;
        }
        SyncStart start = SyncStart.at(source, strategyName(), environment.now(), options.isBackfill());
        exchange.setProperty(ExchangeKeys.LOG_SOURCE, source);
        exchange.setProperty(ExchangeKeys.LOG_SYNC, start.id());
        if (environment.refuses(start)) {
            exchange.setRouteStop(true);
            return;
        }
        SyncEnvironment.withLogContext(source, start, () -> beginSync(exchange, start, options, environment));
    }

    private WorkDivision division() {
        return new WorkDivision(Objects.requireNonNull(strategy, "strategy"), topic, partitions);
    }

    private void beginSync(Exchange exchange, SyncStart initial, SyncOptions options, SyncEnvironment environment) {
        SyncStart start = initial;
        try {
            if (!environment.takeLease(source)) {
                exchange.setRouteStop(true);
                return;
            }
            WorkDivision division = division();
            Strategy configured = division.strategy();
            SinkReach reach = reach(exchange);
            reach.requireSafety();
            reach.warnings().stream()
                    .map(Problem::toString)
                    .filter(logged::add)
                    .forEach(warning -> LOG.warn("{}: {}", source, warning));
            StateStore states = states(exchange.getContext(), division);
            StoredState stored = (options.dryRun() ? states.look() : states.find()).orElse(null);
            start = initial.from(stored == null ? null : stored.state());
            configured.keyedBy(reach.sinkKey());
            division.requireOwn(stored, source);
            SyncOpening opening = SyncOpening.of(source, configured, states, stored, options, environment);
            SyncRun run = division.isUsed(options)
                    ? division.begin(opening, start, stored, reach, exchange)
                    : opening.begin(start, stored, reach, exchange);
            requireEnd(exchange, run);
        } catch (RuntimeException e) {
            failedToBegin(exchange, start, e, environment);
            exchange.setRouteStop(true);
            return;
        }
        SyncRun run = SyncRun.of(exchange);
        environment.began(run.progress());
        if (!options.dryRun() && !run.isStopping()) {
            RouteGraph routes = RouteGraph.of(exchange.getContext());
            reach(exchange).ends().stream()
                    .flatMap(sink -> routes.beans(sink, CheckedSink.class))
                    .forEach(sink -> sink.checkTable(run));
        }
    }

    @Override
    public @Nullable String cursorField() {
        return strategy == null ? null : strategy.cursorField();
    }

    private String strategyName() {
        return strategy == null ? "" : strategy.name();
    }

    /** Fetches the work units of the sync, if it is divided, and waits until they are done. */
    public void handOut(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        WorkRunner runner = run.runner();
        if (runner != null) {
            unitWarnings.clear();
            runner.run(run, took -> reportChunk(run, took));
        }
    }

    private StateStore states(CamelContext context, WorkDivision division) {
        Strategy configured = division.strategy();
        StateRepository<String, String> repository = StateRepositories.find(context, stateRepository);
        StateStore states = StateStore.in(repository, source, configured.name(), configured.cursorField());
        if (division.requiresOwnStates() && repository != StateRepositories.own(context)) {
            throw new IllegalArgumentException("partitions, workers and ranges require the table tidemark_state;"
                    + " remove stateRepository `" + stateRepository + "`, or these");
        }
        if (states instanceof ForeignStates) {
            say("its state is stored in " + repository.getClass().getName() + ", apart from the rows: after a"
                    + " crash, rows may be delivered again (at-least-once)");
        }
        return states;
    }

    private static SinkReach reach(Exchange exchange) {
        return RouteGraph.of(exchange.getContext()).reach(exchange.getFromRouteId());
    }

    /** Detects a route that ends without the last steps here. */
    private void requireEnd(Exchange exchange, SyncRun sync) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (sync.isStopping()) {
                    end(sync, SyncResult.Status.STOPPED, null, null);
                } else {
                    end(
                            sync,
                            SyncResult.Status.FAILED,
                            "the route stopped a chunk without an error; let errors propagate to the source, so"
                                    + " that it knows what was not written",
                            null);
                }
            }
        });
    }

    /** Whether there is another page to request. */
    public boolean hasNext(Exchange exchange) {
        return SyncRun.of(exchange).hasNext();
    }

    /** Called when the route has finished with the chunk. */
    public void chunkDone(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        if (run.chunk().hasBypassedSinks()) {
            requireFilter(exchange, run.chunk());
        }
        run.chunkDone();
        reportChunk(run, run.stats().sinceChunkStarted());
    }

    /** Records that bypass the sink are lost, unless the route filters them on purpose. */
    private static void requireFilter(Exchange exchange, Chunk chunk) {
        SinkReach reach = reach(exchange);
        if (reach.found() && reach.always()) {
            throw new IllegalStateException(chunk.rows() + " records did not reach a jdbc-upsert-sink, and the"
                    + " route has no filter or choice that excludes them; check its steps: a `doTry` that"
                    + " catches a failure, a `split` or `loop` that finds nothing to do, properties"
                    + " that are removed; to exclude records, put a `filter` around the sink");
        }
    }

    private void reportChunk(SyncRun run, Duration took) {
        run.opening().environment().chunkWritten(source, run.stats().counts(), took);
    }

    /** Called when all pages were written. */
    public void finish(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        if (run.endedEarly() || run.isStopping()) {
            end(run, SyncResult.Status.STOPPED, null, null);
        } else {
            run.end();
            String how = run.endReason();
            if (how != null && run.opening().unit() == null) {
                LOG.info("{}: {}", source, how);
            }
            say(run.reading().advice());
            if (run.emptied() > 0 && logged.add(EMPTIED)) {
                run.warn("its sink received an empty list instead of"
                        + " all " + run.emptied() + " records that were read, and its state moves past them;"
                        + " check the steps before the sink that set the body (logged once)");
            }
            end(run, SyncResult.Status.OK, null, null);
        }
    }

    /** Logs a message once for all syncs of the source. */
    private void say(@Nullable String what) {
        if (what != null && logged.add(what)) {
            LOG.info("{}: {}", source, what);
        }
    }

    /** Called on an error: the sync ends with what was stored before. */
    public void fail(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        SyncRun run = SyncRun.find(exchange);
        SyncStoppedException stop = ObjectHelper.getException(SyncStoppedException.class, cause);
        UnitTakenException taken = ObjectHelper.getException(UnitTakenException.class, cause);
        if (run == null && exchange.getMessage().getBody() instanceof UnitWork work) {
            new UnitSteps(work, division()).cannotBegin(exchange, cause);
        } else if (run == null) {
            failedToBegin(
                    exchange, SyncStart.now(source, strategyName()), cause, SyncEnvironment.of(exchange.getContext()));
        } else if (taken != null) {
            end(run, SyncResult.Status.STOPPED, null, null);
        } else if (stop != null) {
            end(run, SyncResult.Status.STOPPED, stop.getMessage(), cause);
        } else if (StopCheck.isRouteGone(exchange)) {
            // Another worker takes over a unit, and may succeed.
            end(run, SyncResult.Status.STOPPED, run.opening().unit() == null ? Failure.text(cause) : null, cause);
        } else {
            int page = run.stats().page();
            String where = page == 0 ? "" : "page " + page + ": ";
            end(run, SyncResult.Status.FAILED, where + Failure.text(cause), cause);
        }
        debug(cause);
    }

    private void debug(Throwable cause) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", source, Secrets.masked(ExceptionHelper.stackTraceToString(cause)));
        }
    }

    private void failedToBegin(Exchange exchange, SyncStart start, Throwable cause, SyncEnvironment environment) {
        // Objects that it needs may be gone when the program stops.
        boolean stopping =
                exchange.getContext().isStopping() || exchange.getContext().isStopped();
        SyncResult result = new SyncStats(start)
                .result(
                        stopping ? SyncResult.Status.STOPPED : SyncResult.Status.FAILED,
                        null,
                        stopping ? null : Failure.text(cause),
                        List.of());
        if (ObjectHelper.getException(LeaseHeldException.class, cause) == null) {
            environment.ended(result);
        } else {
            environment.refused(result);
        }
        debug(cause);
    }

    private void end(SyncRun run, SyncResult.Status status, @Nullable String error, @Nullable Throwable cause) {
        if (!run.over()) {
            return;
        }
        SyncResult result = run.result(status, error);
        UnitFetch unit = run.opening().unit();
        if (unit == null) {
            run.opening().environment().ended(result);
        } else {
            // Those of other units are alike, but for their values and numbers.
            result.warnings().stream()
                    .filter(warning -> unitWarnings.size() < MOST_UNIT_WARNINGS
                            && unitWarnings.add(unit.values().without(warning)))
                    .forEach(warning ->
                            LOG.warn("{}: {}{}", source, unit.values().prefix(), warning));
            unit.ended(result, cause);
        }
    }
}
